import type { ProductListing } from "./createProduct.ts";

/** Everything on the shop's shelves. Which of these SKUs CustoMeow knows is in `sandbox/catalogue.ts`. */
export const productListings: ProductListing[] = [
  {
    handle: "morning-mug",
    title: "Morning Mug",
    descriptionHtml:
      "<p>A generous stoneware mug with a soft, rounded handle. Add a name, a date or a few kind words: every mug is printed for one person.</p><ul><li>Glazed stoneware</li><li>Dishwasher and microwave safe</li><li>Printed and packed within three days</li></ul>",
    productType: "Kitchen",
    options: [
      { name: "Color", values: ["White", "Sage"] },
      { name: "Size", values: ["11 oz", "15 oz"] },
    ],
    pictures: [
      { file: "mug-white.svg", altText: "White mug on a sand background" },
      { file: "mug-sage.svg", altText: "Sage green mug on a pale green background" },
    ],
    variants: [
      { sku: "MUG-WHITE-11", price: "18.00", optionValues: ["White", "11 oz"], picture: "mug-white.svg" },
      { sku: "MUG-WHITE-15", price: "21.00", optionValues: ["White", "15 oz"], picture: "mug-white.svg" },
      { sku: "MUG-SAGE-11", price: "19.00", optionValues: ["Sage", "11 oz"], picture: "mug-sage.svg" },
      { sku: "MUG-SAGE-15", price: "22.00", optionValues: ["Sage", "15 oz"], picture: "mug-sage.svg" },
    ],
  },
  {
    handle: "market-tote",
    title: "Market Tote",
    descriptionHtml:
      "<p>A sturdy bag of unbleached cotton for bread, books and everything between, with a design that only you have.</p><ul><li>Organic cotton, 340 g/m²</li><li>38 × 42 cm, long handles</li></ul>",
    productType: "Bags",
    options: [],
    pictures: [{ file: "tote.svg", altText: "Natural cotton tote bag" }],
    variants: [{ sku: "TOTE-NATURAL", price: "24.00", optionValues: [] }],
  },
  {
    handle: "everyday-phone-case",
    title: "Everyday Phone Case",
    descriptionHtml:
      "<p>A slim, matte case with your own picture or lettering. It survives pockets, falls and the occasional toddler.</p><ul><li>Shock-absorbing edge</li><li>Works with wireless charging</li></ul>",
    productType: "Accessories",
    options: [{ name: "Model", values: ["iPhone 15", "iPhone 16", "Galaxy S25"] }],
    pictures: [
      { file: "case-coral.svg", altText: "Phone case for iPhone in coral" },
      { file: "case-ink.svg", altText: "Phone case for Galaxy in ink blue" },
    ],
    variants: [
      { sku: "CASE-IPHONE-15", price: "29.00", optionValues: ["iPhone 15"], picture: "case-coral.svg" },
      { sku: "CASE-IPHONE-16", price: "32.00", optionValues: ["iPhone 16"], picture: "case-coral.svg" },
      { sku: "CASE-GALAXY-S25", price: "29.00", optionValues: ["Galaxy S25"], picture: "case-ink.svg" },
    ],
  },
  {
    handle: "keepsake-pendant",
    title: "Keepsake Pendant",
    descriptionHtml:
      "<p>A small silver disc to keep a name, a place or a date close. Engraved on both sides, with a card to match.</p><ul><li>Recycled sterling silver</li><li>45 cm chain</li></ul>",
    productType: "Jewelry",
    options: [],
    pictures: [{ file: "pendant.svg", altText: "Round silver pendant on a fine chain" }],
    variants: [{ sku: "PENDANT-SILVER", price: "64.00", optionValues: [] }],
  },
  {
    handle: "botanical-poster",
    title: "Botanical Poster",
    descriptionHtml:
      "<p>Fern, hazel and a late sun, drawn by hand and printed on heavy, uncoated paper. Comes rolled, without a frame.</p><ul><li>50 × 70 cm</li><li>Pigment inks on 230 g paper</li></ul>",
    productType: "Prints",
    options: [],
    pictures: [{ file: "poster.svg", altText: "Poster with leaves and a sun" }],
    variants: [{ sku: "POSTER-BOTANICAL", price: "35.00", optionValues: [] }],
  },
  {
    handle: "linen-cushion",
    title: "Linen Cushion",
    descriptionHtml:
      "<p>A plump cushion in washed linen that gets softer with every year. The cover comes off for washing.</p><ul><li>45 × 45 cm</li><li>Feather filling</li></ul>",
    productType: "Home",
    options: [],
    pictures: [{ file: "cushion.svg", altText: "Linen cushion in a warm clay tone" }],
    variants: [{ sku: "CUSHION-LINEN", price: "48.00", optionValues: [] }],
  },
  {
    handle: "gift-card",
    title: "Gift Card",
    descriptionHtml:
      "<p>For somebody who would rather choose. Sent by e-mail within minutes, and good for three years.</p>",
    productType: "Gift cards",
    options: [],
    pictures: [{ file: "gift-card.svg", altText: "Gift card with a ribbon" }],
    variants: [{ sku: null, price: "50.00", optionValues: [] }],
  },
];
