import { describe, expect, test } from 'vitest'
import { lacksValues, type QueryText, readQueryFacts, readShape } from '../../../shared/query-shape/query-facts.ts'

const sql = (query: string, target = 'pgsql'): QueryText => ({ target, query, syntax: 'sql' })
const json = (query: string): QueryText => ({ target: 'elastic', query, syntax: 'json' })
const text = (query: string, target = 'main'): QueryText => ({ target, query, syntax: 'text' })

describe('SQL', () => {
  test.each([
    // Values.
    ['SELECT * FROM a WHERE b = 5', 'select*from a where b=?'],
    ["SELECT * FROM a WHERE b = 'x'", 'select*from a where b=?'],
    ["WHERE a = 'it''s' AND b = 'it\\'s' AND c = 1", 'where a=? and b=? and c=?'],
    ["WHERE a = 'C:\\' AND b = 2", 'where a=? and b=?'],
    ["WHERE a = '' AND b = '''' AND c = 3", 'where a=? and b=? and c=?'],
    ["WHERE a = E'\\n' AND b = N'ü' AND c = x'ff'", 'where a=? and b=? and c=?'],
    ["WHERE a = $$it's$$ AND b = $tag$ $1 $tag$", 'where a=? and b=?'],
    ['WHERE a = 1.5 AND b = .5 AND c = 1e10 AND d = 1.5E-3 AND e = 0xFF', 'where a=? and b=? and c=? and d=? and e=?'],
    ['WHERE a = -5 AND b > +2', 'where a=? and b>?'],
    ['WHERE a BETWEEN -5 AND -3 LIMIT -1', 'where a between ? and ? limit ?'],
    ['SELECT a - 5, b -5, (c) - 1', 'select a-?,b-?,(c)-?'],
    ["WHERE d > DATE '2026-01-31' AND t < INTERVAL '1 day'", 'where d>date ? and t<interval ?'],
    ['INTERVAL 1 DAY', 'interval ? day'],
    ["SELECT 'never ends", 'select ?'],

    // NULL, TRUE and FALSE.
    ['WHERE a = NULL OR b = TRUE', 'where a=? or b=?'],
    ['WHERE a IS NULL AND b IS NOT NULL', 'where a is null and b is not null'],
    ['SET a = null, b = 3', 'set a=?,b=?'],
    ['f(a, NULL, false)', 'f(a,?,?)'],

    // Lists and rows.
    ['WHERE a IN (1, 2, 3)', 'where a in(?)'],
    ['WHERE a IN (1)', 'where a in(?)'],
    ["WHERE a NOT IN ('x', 'y', NULL)", 'where a not in(?)'],
    ['WHERE a IN (-1, -2, +3)', 'where a in(?)'],
    ['WHERE a IN (?, ?, ?)', 'where a in(?)'],
    ['WHERE a IN (SELECT id FROM b WHERE c = 1)', 'where a in(select id from b where c=?)'],
    ['WHERE (a, b) IN ((1, 2), (3, 4))', 'where(a,b)in((?))'],
    ['WHERE a = ANY(ARRAY[1, 2, 3])', 'where a=any(array[?])'],
    ["WHERE a IN ('x'::text, 'y'::text)", 'where a in(?)'],
    ["INSERT INTO a (b, c) VALUES (1, 'x')", 'insert into a(b,c)values(?)'],
    ["INSERT INTO a (b, c) VALUES (1, 'x'), (2, NULL), (3, 'z')", 'insert into a(b,c)values(?)'],
    ['INSERT INTO a VALUES (1, now(), 2), (3, now(), 4)', 'insert into a values(?,now(),?)'],
    ['INSERT INTO a VALUES (1, DEFAULT), (2, 3)', 'insert into a values(?,default),(?)'],
    ['LIMIT 10, 20', 'limit ?,?'],
    ['SELECT 1, 2', 'select ?,?'],

    // Placeholders are values.
    ['WHERE a = ? AND b = $1 AND c = :name AND d = @p0', 'where a=? and b=? and c=? and d=?'],
    ['WHERE a = %s AND b = %(name)s AND c = ?1', 'where a=? and b=? and c=?'],
    ['SELECT a::int, $1::uuid, b[1:2], @@version', 'select a::int,?,b[?:?],@@version'],
    ['SELECT a % 5, b%size', 'select a%?,b%size'],

    // Names.
    ['SELECT utf8mb4, table2.col_3 FROM table2', 'select utf8mb4,table2.col_3 from table2'],
    ['SELECT "Name" FROM "users"', 'select "Name" from "users"'],
    ['WHERE "users"."id" = "orders"."user_id"', 'where "users"."id"="orders"."user_id"'],
    ['WHERE name = "bob"', 'where name=?'],
    ['INSERT INTO a ("b", "c") VALUES ("x", "y")', 'insert into a("b","c")values(?)'],
    ['SELECT `order`.`2nd` FROM `order`', 'select `order`.`2nd` from `order`'],
    ['SELECT `a` FROM b WHERE c LIKE "x%"', 'select `a` from b where c like ?'],
    ['SELECT größe FROM maße WHERE é = 1', 'select größe from maße where é=?'],

    // White space, comments, case.
    ['  select\n\t*\r\n from  a ;', 'select*from a'],
    ['SELECT 1 -- one\n+ 2', 'select ?+?'],
    ['/* from cart.php:3 */ SELECT /* all */ a FROM b', 'select a from b'],
    ['# a note\nSELECT a # b', 'select a#b'],
    ["SELECT '-- no comment', '/* nor this */'", 'select ?,?'],
    ['SELECT count (*) FROM a', 'select count(*)from a'],
  ])('%s', (query, shape) => {
    expect(readShape(sql(query))).toBe(shape)
  })

  test('to MySQL, what stands in double quotes is a string', () => {
    expect(readShape(sql('SELECT concat("a", b)', 'mysql-main'))).toBe('select concat(?,b)')
    expect(readShape(sql('SELECT concat("a", b)', 'pgsql'))).toBe('select concat("a",b)')
  })
})

describe('JSON and what looks like it', () => {
  test.each([
    ['{"query": {"match": {"text": "shoes"}}, "size": 12}', '{query:{match:{text:?}},size:?}'],
    ['{"ids":[1, 2, 3]}', '{ids:[?]}'],
    ['{"ids":["a"]}', '{ids:[?]}'],
    ['{"a": null, "b": true, "c": -1.5e3}', '{a:?,b:?,c:?}'],
    ['{"rows": [{"a": 1}, {"a": 2}]}', '{rows:[{a:?}]}'],
    ['{"a": {"b": 1}, "c": {"b": 1}}', '{a:{b:?},c:{b:?}}'],
    ['{"say \\"x\\"": "a \\" b"}', '{say \\"x\\":?}'],
    ['db.users.find({ _id: ObjectId("5f1"), age: { $gt: 21 } })', 'db.users.find({_id:ObjectId(?),age:{$gt:?}})'],
    ['query { user(id: 5) { name } }', 'query{user(id:?){name}}'],
    ['{"index":{"_id":1}}\n{"a":1}', '{index:{_id:?}}{a:?}'],
  ])('%s', (query, shape) => {
    expect(readShape(json(query))).toBe(shape)
  })
})

describe('commands', () => {
  test.each([
    ['GET user:123', 'GET user:?'],
    ['get user:123', 'GET user:?'],
    ['GET settings', 'GET settings'],
    ['SET user:123 "a value" EX 60', 'SET user:? ?'],
    ['DEL user:1 user:2 user:3', 'DEL user:?'],
    ['MGET user:1 cart:2', 'MGET user:? ?'],
    ['HGET user:123 name', 'HGET user:? ?'],
    ['GET session:550e8400-e29b-41d4-a716-446655440000', 'GET session:?'],
    ['GET page:abc:en', 'GET page:abc:en'],
    ['ZRANGEBYSCORE board 10 20', 'ZRANGEBYSCORE board ?'],
    ['PING', 'PING'],
  ])('%s', (query, shape) => {
    expect(readShape({ target: 'redis', query, syntax: 'text' })).toBe(shape)
  })
})

describe('any other text', () => {
  test.each([
    ['fetch page 17 of 20', 'fetch page ? of ?'],
    ['lookup "some words" twice', 'lookup ? twice'],
    ['GET /products/17?page=2&q=shoes', 'GET /products/??page=?&q=?'],
    ['(&(objectClass=person)(uid=bob))', '(&(objectClass=?)(uid=?))'],
    ['user 550e8400-e29b-41d4-a716-446655440000', 'user ?'],
    ['<get id="7"><name>Bob</name></get>', '<get id=?><name>?</name></get>'],
    ['', ''],
  ])('%s', (query, shape) => {
    expect(readShape(text(query))).toBe(shape)
  })
})

describe('where the syntax is only "text", the text tells', () => {
  test.each([
    ['SELECT * FROM a WHERE b = 1', 'select*from a where b=?'],
    ['/* x */ (SELECT 1)', '(select ?)'],
    ['SET NAMES utf8', 'set names utf8'],
    ['SET a:1 5', 'SET a:? ?'],
    ['{"a": 1}', '{a:?}'],
    ['HGETALL cart:7', 'HGETALL cart:?'],
    ['users.insertOne({name: "x"})', 'users.insertOne({name:?})'],
  ])('%s', (query, shape) => {
    expect(readShape(text(query))).toBe(shape)
    expect(readShape({ target: 'main', query })).toBe(shape)
  })
})

describe('writes', () => {
  test.each([
    ['INSERT INTO a VALUES (1)', true],
    ['  update a set b = 1', true],
    ['/* c */ DELETE FROM a', true],
    ['CREATE TABLE a (b int)', true],
    ['WITH x AS (SELECT 1) INSERT INTO a SELECT * FROM x', true],
    ['WITH x AS (DELETE FROM a RETURNING *) SELECT * FROM x', true],
    ['BEGIN; DELETE FROM a', true],
    ['SELECT * FROM a FOR UPDATE', false],
    ["SELECT 'delete'", false],
    ['WITH x AS (SELECT 1) SELECT * FROM x', false],
    ['COMMIT', false],
    ['GET user:1', false],
    ['SET user:1 x', true],
    ['DEL user:1', true],
    ['{"query": {"match_all": {}}}', false],
    ['{"index": "products", "query": {}}', false],
    ['{"index": {"_id": 1}}\n{"a": 1}', true],
    ['{"insert": "users", "documents": []}', true],
    ['{"find": "users"}', false],
    ['db.users.updateMany({}, {})', true],
    ['db.users.find({})', false],
    ['POST /products/_search {}', false],
    ['PUT /products/_doc/1 {}', true],
    ['mutation { addUser(id: 1) }', true],
  ])('%s: %s', (query, isWrite) => {
    expect(readQueryFacts(text(query)).isWrite).toBe(isWrite)
  })
})

describe('hashes', () => {
  test('are whole numbers that JSON and doubles keep', () => {
    for (let n = 0; n < 1000; n++) {
      const { shape, hash } = readQueryFacts(sql(`SELECT a${n} FROM b WHERE c = ${n}`))
      expect(Number.isSafeInteger(shape) && Number.isSafeInteger(hash) && shape >= 0 && hash >= 0).toBe(true)
    }
  })

  test('of 200,000 queries are all different', () => {
    const hashes = new Set<number>()
    const shapes = new Set<number>()
    for (let n = 0; n < 200_000; n++) {
      const facts = readQueryFacts(sql(`SELECT a FROM t_${n} WHERE b = ${n}`))
      hashes.add(facts.hash)
      shapes.add(facts.shape)
    }
    expect([hashes.size, shapes.size]).toEqual([200_000, 200_000])
  })

  test('tell targets apart, and where a target ends', () => {
    const [a, b] = [readQueryFacts(text('bc', 'a')), readQueryFacts(text('c', 'ab'))]
    expect(a.shape).not.toBe(b.shape)
    expect(a.hash).not.toBe(b.hash)
  })

  test.each([
    ['SELECT ?', {}, true],
    ['SELECT ?', { bindings: [] }, true],
    ['SELECT ?', { bindings: [1] }, false],
    ['SELECT :a', { params: { a: 1 } }, false],
    ['SELECT 1', {}, false],
    ["SELECT '?'", {}, false],
  ])('of %s with %o: values missing is %s', (query, more, isLacking) => {
    expect(lacksValues(readQueryFacts({ ...sql(query), ...more }).hash)).toBe(isLacking)
  })

  test('a query has one shape, whether its values stand in it or beside it', () => {
    const inside = readQueryFacts(sql('SELECT a FROM b WHERE c = 7 AND d IN (1, 2)'))
    const beside = readQueryFacts(sql('select a from b where c = ? and d in (?, ?)'))
    expect(inside.shape).toBe(beside.shape)
  })
})
