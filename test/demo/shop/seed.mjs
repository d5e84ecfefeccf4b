/** What the shop sells: category, name, price in cents. */
const catalogue = /** @type {const} */ ([
  ['Green tea', 'Sencha Asamushi', 1450],
  ['Green tea', 'Gyokuro Shade Grown', 3200],
  ['Green tea', 'Dragon Well Longjing', 2400],
  ['Green tea', 'Genmaicha with Matcha', 1150],
  ['Green tea', 'Hojicha Dark Roast', 1050],
  ['Black tea', 'Darjeeling First Flush', 2200],
  ['Black tea', 'Assam Breakfast', 980],
  ['Black tea', 'Keemun Hao Ya', 1750],
  ['Black tea', 'Earl Grey with Bergamot', 1120],
  ['Black tea', 'Lapsang Souchong', 1390],
  ['Oolong', 'Tie Guan Yin', 2600],
  ['Oolong', 'Milk Oolong', 1900],
  ['Oolong', 'Da Hong Pao', 4800],
  ['Herbal', 'Chamomile Blossoms', 790],
  ['Herbal', 'Rooibos Orange', 850],
  ['Herbal', 'Lemon Verbena', 920],
  ['Herbal', 'Peppermint Leaf', 690],
  ['Teaware', 'Cast Iron Kettle, 1.2 l', 8900],
  ['Teaware', 'Kyusu Side Handle Teapot', 5400],
  ['Teaware', 'Gaiwan, White Porcelain', 2900],
  ['Teaware', 'Matcha Whisk, 80 Prongs', 2100],
  ['Teaware', 'Glass Cup, Double Wall', 1600],
  ['Gifts', 'Green Tea Sampler', 2800],
  ['Gifts', 'Evening Herbal Box', 2450],
])

/** Who has an account: name, role. */
const customers = /** @type {const} */ ([
  ['Mia Okafor', 'customer'],
  ['Jonas Lindqvist', 'customer'],
  ['Aiko Tanaka', 'customer'],
  ['Luca Moretti', 'customer'],
  ['Ines Duarte', 'customer'],
  ['Sam Whitfield', 'staff'],
])

const tables = `
  CREATE TABLE categories (id INTEGER PRIMARY KEY, name VARCHAR);
  CREATE TABLE products (id INTEGER PRIMARY KEY, category_id INTEGER, name VARCHAR, price INTEGER, stock INTEGER);
  CREATE TABLE customers (id INTEGER PRIMARY KEY, name VARCHAR, email VARCHAR, password VARCHAR, role VARCHAR);
  CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER, status VARCHAR, placed_at TIMESTAMP);
  CREATE TABLE order_lines (order_id INTEGER, product_id INTEGER, quantity INTEGER, price INTEGER);
  CREATE TABLE reviews (product_id INTEGER, customer_id INTEGER, stars INTEGER, text VARCHAR);
  CREATE TABLE page_views (visitor INTEGER, product_id INTEGER, seconds INTEGER, agent VARCHAR);
  CREATE SEQUENCE order_ids START 1041;
`

/** Past orders and two million page views, the same at every start. */
const history = `
  INSERT INTO orders SELECT 1000 + i, 1 + hash(i) % 5, if(i < 34, 'shipped', 'open'),
    TIMESTAMP '2026-01-05 09:00:00' + INTERVAL (i * 7) HOUR FROM range(1, 41) t(i);
  INSERT INTO order_lines SELECT o.id, p.id, 1 + hash(o.id + p.id) % 3, p.price
    FROM orders o JOIN products p ON hash(o.id * 31 + p.id) % 9 = 0;
  INSERT INTO reviews SELECT p.id, 1 + hash(p.id + i) % 5, 3 + hash(p.id * 7 + i) % 3,
    ['Lovely and bright.', 'A little grassy for me.', 'My new favourite.', 'Arrived quickly, well packed.'][1 + (hash(p.id * 13 + i) % 4)::BIGINT]
    FROM products p, range(3) t(i) WHERE hash(p.id + i * 5) % 3 > 0;
  INSERT INTO page_views SELECT hash(i) % 90000, 1 + hash(i * 3) % 24, hash(i * 7) % 240,
    ['Firefox/143.0', 'Chrome/141.0 Mobile', 'Safari/26.1', 'Chrome/141.0'][1 + (hash(i * 11) % 4)::BIGINT] FROM range(2000000) t(i);
`

/** @param {import('@duckdb/node-api').DuckDBConnection} connection */
export async function seed(connection) {
  await connection.run(tables)
  const categories = [...new Set(catalogue.map(([category]) => category))]
  for (const [index, name] of categories.entries()) {
    await connection.run('INSERT INTO categories VALUES (?, ?)', [index + 1, name])
  }
  for (const [index, [category, name, price]] of catalogue.entries()) {
    const stock = name.includes('Sampler') ? 2 : 12 + ((index * 7) % 40)
    const values = [index + 1, categories.indexOf(category) + 1, name, price, stock]
    await connection.run('INSERT INTO products VALUES (?, ?, ?, ?, ?)', values)
  }
  for (const [index, [name, role]] of customers.entries()) {
    const first = name.split(' ')[0]?.toLowerCase() ?? ''
    const values = [index + 1, name, `${first}@example.com`, `${first}-likes-tea`, role]
    await connection.run('INSERT INTO customers VALUES (?, ?, ?, ?, ?)', values)
  }
  await connection.run(history)
}
