-- Codes with their parameters instead of sentences. A sentence that is not known stays, as the text of `in_words`.

ALTER TABLE "SkuSync" RENAME COLUMN "failureReason" TO "failure";

ALTER TABLE "SkuSync" ALTER COLUMN "failure" TYPE JSONB USING CASE
  WHEN "failure" IS NULL THEN NULL
  WHEN "failure" = 'The shop is not connected to a CustoMeow store.'
    THEN '{"code": "not_connected", "parameters": {}}'
  WHEN "failure" = 'The shop was disconnected from CustoMeow.'
    THEN '{"code": "disconnected", "parameters": {}}'
  WHEN "failure" = 'The shop was connected to another CustoMeow store meanwhile.'
    THEN '{"code": "store_changed", "parameters": {}}'
  WHEN "failure" = 'Shopify did not answer with the shop''s variants. The app tries again by itself.'
    THEN '{"code": "no_variants", "parameters": {}}'
  WHEN "failure" = 'CustoMeow no longer accepts the API key. Enter a new one in Settings.'
    THEN '{"code": "customeow_bad_key", "parameters": {}}'
  WHEN "failure" = 'CustoMeow is being asked too often with this API key. The app goes on as soon as it may.'
    THEN '{"code": "customeow_over_quota", "parameters": {}}'
  WHEN "failure" = 'CustoMeow cannot be reached right now. The app tries again by itself.'
    THEN '{"code": "customeow_unavailable", "parameters": {}}'
  WHEN "failure" = 'CustoMeow was asked, but its answer never arrived.'
    THEN '{"code": "customeow_unknown_outcome", "parameters": {}}'
  WHEN "failure" = 'CustoMeow gave an answer that the app does not understand. It was kept for support.'
    THEN '{"code": "customeow_unexpected_answer", "parameters": {}}'
  WHEN "failure" LIKE 'CustoMeow does not know it: %' THEN jsonb_build_object(
    'code', 'customeow_not_found',
    'parameters', jsonb_build_object('words', substr("failure", length('CustoMeow does not know it: ') + 1)))
  WHEN "failure" LIKE 'CustoMeow refused it: %' THEN jsonb_build_object(
    'code', 'customeow_rejected',
    'parameters', jsonb_build_object('words', substr("failure", length('CustoMeow refused it: ') + 1)))
  ELSE jsonb_build_object('code', 'in_words', 'parameters', jsonb_build_object('text', "failure"))
END;

ALTER TABLE "WebhookDelivery" ALTER COLUMN "outcome" TYPE JSONB USING CASE
  WHEN "outcome" IS NULL THEN NULL
  WHEN "outcome" LIKE 'Order % has nothing for CustoMeow.' THEN jsonb_build_object(
    'code', 'order_without_items_for_customeow',
    'parameters', jsonb_build_object('order', substring("outcome" FROM '^Order (.*) has nothing for CustoMeow\.$')))
  WHEN "outcome" LIKE 'Of order %, nothing changed for CustoMeow.' THEN jsonb_build_object(
    'code', 'order_unchanged',
    'parameters', jsonb_build_object('order', substring("outcome" FROM '^Of order (.*), nothing changed for CustoMeow\.$')))
  WHEN "outcome" LIKE 'Order % was recorded.' THEN jsonb_build_object(
    'code', 'order_recorded',
    'parameters', jsonb_build_object('order', substring("outcome" FROM '^Order (.*) was recorded\.$')))
  WHEN "outcome" LIKE 'Order % was changed.' THEN jsonb_build_object(
    'code', 'order_changed',
    'parameters', jsonb_build_object('order', substring("outcome" FROM '^Order (.*) was changed\.$')))
  WHEN "outcome" LIKE 'A newer version of order % came before.' THEN jsonb_build_object(
    'code', 'order_outdated',
    'parameters', jsonb_build_object('order', substring("outcome" FROM '^A newer version of order (.*) came before\.$')))
  WHEN "outcome" LIKE 'Order % was placed before the app was installed.' THEN jsonb_build_object(
    'code', 'order_before_installation',
    'parameters', jsonb_build_object('order', substring("outcome" FROM '^Order (.*) was placed before the app was installed\.$')))
  WHEN "outcome" ~ '^Item \d{1,6} of order .* could not be read: ' THEN jsonb_build_object(
    'code', 'item_unreadable',
    'parameters', jsonb_build_object(
      'place', substring("outcome" FROM '^Item (\d+) of order')::int,
      'order', substring("outcome" FROM '^Item \d+ of order (.*?) could not be read: '),
      'problem', substring("outcome" FROM '^Item \d+ of order .*? could not be read: (.*)$')))
  WHEN "outcome" LIKE 'Missing, or not as Shopify describes it: %' THEN jsonb_build_object(
    'code', 'order_unreadable', 'parameters', jsonb_build_object('problem', "outcome"))
  WHEN "outcome" = 'The shop does not have the app.' THEN '{"code": "shop_unknown", "parameters": {}}'
  WHEN "outcome" = 'The shop removed the app.' THEN '{"code": "app_removed", "parameters": {}}'
  WHEN "outcome" = 'The granted scopes were noted.' THEN '{"code": "scopes_noted", "parameters": {}}'
  WHEN "outcome" = 'The app keeps no name, address, e-mail or phone number. What the customer put into a design is on the order''s page.'
    THEN '{"code": "customer_data_explained", "parameters": {}}'
  WHEN "outcome" ~ '^\d{1,9} kept designs were deleted, and \d{1,9} items no longer show theirs\.' THEN jsonb_build_object(
    'code', 'customer_redacted',
    'parameters', jsonb_build_object(
      'designs', substring("outcome" FROM '^(\d+) kept')::int,
      'items', substring("outcome" FROM ' and (\d+) items')::int))
  WHEN "outcome" = 'The shop''s data is being deleted.' THEN '{"code": "shop_erasure_began", "parameters": {}}'
  WHEN "outcome" = 'The shop installed the app again, so its data stays.'
    THEN '{"code": "shop_came_back", "parameters": {}}'
  WHEN "outcome" = 'The app does nothing with this topic.' THEN '{"code": "topic_not_used", "parameters": {}}'
  WHEN "outcome" ~ '^Designs found for \d{1,6} items\.$' THEN jsonb_build_object(
    'code', 'designs_completed',
    'parameters', jsonb_build_object('items', substring("outcome" FROM 'for (\d+) items')::int))
  WHEN "outcome" = 'The shop has no such order.' THEN '{"code": "designs_of_unknown_order", "parameters": {}}'
  WHEN "outcome" = 'No item of the order waits for a design.' THEN '{"code": "designs_not_awaited", "parameters": {}}'
  WHEN "outcome" = 'The shop is not connected to CustoMeow.'
    THEN '{"code": "designs_without_connection", "parameters": {}}'
  WHEN "outcome" = 'CustoMeow has no such order.'
    THEN '{"code": "designs_of_order_not_in_customeow", "parameters": {}}'
  WHEN "outcome" = 'CustoMeow has no new design for the order.' THEN '{"code": "designs_not_found", "parameters": {}}'
  WHEN "outcome" LIKE 'The app does not know the event %.' THEN jsonb_build_object(
    'code', 'customeow_event_unknown',
    'parameters', jsonb_build_object('event', substring("outcome" FROM '^The app does not know the event (.*)\.$')))
  WHEN "outcome" = 'The SKU list is being read again.' THEN '{"code": "sku_sync_requested", "parameters": {}}'
  ELSE jsonb_build_object('code', 'in_words', 'parameters', jsonb_build_object('text', "outcome"))
END;
