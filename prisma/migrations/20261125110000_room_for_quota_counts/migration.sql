-- Each turn changes a row of "QuotaShare". With room left on its page the change needs no new entries in the indexes.
ALTER TABLE "QuotaShare" SET (fillfactor = 40);
