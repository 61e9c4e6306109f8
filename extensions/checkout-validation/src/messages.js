// @ts-check

/** @typedef {import("../generated/api").LanguageCode} LanguageCode */

/**
 * By Shopify's language codes. A function is given no locale files, so its texts are here.
 * @type {Partial<Record<LanguageCode, string>> & { EN: string }}
 */
const DESIGN_MISSING = {
  EN: "“{product}” still needs your design. Remove it from the cart, personalize it on its product page, then add it again.",
  DE: "Für „{product}“ fehlt noch deine Gestaltung. Entferne das Produkt aus dem Warenkorb, gestalte es auf der Produktseite und lege es dann wieder hinein.",
  FR: "Il manque encore votre création pour « {product} ». Retirez ce produit du panier, personnalisez-le sur sa page, puis ajoutez-le à nouveau.",
  ES: "A «{product}» todavía le falta tu diseño. Quítalo del carrito, personalízalo en la página del producto y vuelve a agregarlo.",
  IT: "Per «{product}» manca ancora il tuo design. Rimuovilo dal carrello, personalizzalo nella pagina del prodotto e aggiungilo di nuovo.",
  NL: "Voor ‘{product}’ ontbreekt je ontwerp nog. Verwijder het product uit je winkelwagen, personaliseer het op de productpagina en voeg het opnieuw toe.",
  PT_BR:
    "Ainda falta o seu design para “{product}”. Remova o produto do carrinho, personalize na página do produto e adicione de novo.",
  PT_PT:
    "Ainda falta o seu design para “{product}”. Remova o produto do carrinho, personalize-o na página do produto e adicione-o novamente.",
  JA: "「{product}」のデザインがまだ作成されていません。カートから削除し、商品ページでデザインを作成してから、もう一度カートに追加してください。",
  KO: "‘{product}’의 디자인이 아직 없습니다. 카트에서 상품을 삭제하고 상품 페이지에서 디자인을 만든 다음 다시 카트에 추가해 주세요.",
  ZH_CN: "“{product}”尚未完成定制。请先将其从购物车中移除，在商品页面完成设计后再重新加入购物车。",
  ZH_TW: "「{product}」尚未完成客製化。請先將其從購物車中移除，在商品頁面完成設計後再重新加入購物車。",
  PL: "Produkt „{product}” nie ma jeszcze Twojego projektu. Usuń go z koszyka, spersonalizuj na stronie produktu i dodaj ponownie.",
  SV: "”{product}” saknar fortfarande din design. Ta bort produkten ur varukorgen, anpassa den på produktsidan och lägg sedan till den igen.",
  TR: "“{product}” için henüz bir tasarım yapmadınız. Ürünü sepetten çıkarın, ürün sayfasında kişiselleştirin ve yeniden ekleyin.",
  CS: "Produktu „{product}“ ještě chybí váš návrh. Odeberte ho z košíku, navrhněte si ho na stránce produktu a přidejte ho znovu.",
  TH: "“{product}” ยังไม่มีดีไซน์ของคุณ โปรดนำสินค้าออกจากตะกร้า ออกแบบในหน้าสินค้า แล้วเพิ่มลงในตะกร้าอีกครั้ง",
  VI: "“{product}” chưa có thiết kế của bạn. Vui lòng xóa sản phẩm khỏi giỏ hàng, thiết kế trên trang sản phẩm rồi thêm lại vào giỏ hàng.",
  AR: "لم يكتمل تصميمك للمنتج «{product}» بعد. يُرجى إزالته من سلة التسوق، ثم تخصيصه في صفحة المنتج وإضافته من جديد.",
  HE: 'למוצר "{product}" עדיין חסר העיצוב שלך. יש להסיר אותו מהעגלה, לעצב אותו בעמוד המוצר ולהוסיף אותו מחדש.',
  RU: "Для товара «{product}» ещё нет вашего дизайна. Удалите его из корзины, создайте дизайн на странице товара и добавьте снова.",
};

/**
 * Languages that Shopify also gives without a region, as most of their speakers write them.
 * @type {Partial<Record<LanguageCode, string>>}
 */
const WITHOUT_REGION = { PT: DESIGN_MISSING.PT_BR, ZH: DESIGN_MISSING.ZH_CN };

/**
 * What a shopper reads about a product that lacks its design; in English where there is no text in their language.
 * @param {string} product its title
 * @param {LanguageCode} language
 */
export function designMissing(product, language) {
  const text = DESIGN_MISSING[language] ?? WITHOUT_REGION[language] ?? DESIGN_MISSING.EN;
  // Given as a function, because "$&" in a title would be a pattern.
  return text.replace("{product}", () => product);
}
