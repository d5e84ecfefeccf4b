import { note, record } from '../reporter.mjs'

/** What shipping costs, in cents; asks again once where the carrier is overloaded.
 * @param {string} url of the carrier @param {number} grams @returns {Promise<number>} */
export async function askShippingRate(url, grams) {
  const query = `<rateRequest>
  <from>Porto</from>
  <to>Hamburg</to>
  <grams>${grams}</grams>
</rateRequest>`
  for (let attempt = 1; ; attempt++) {
    const cents = await record(
      { type: 'query', importance: 1, tags: ['db:carrier'], payload: { target: 'carrier', query, syntax: 'xml' } },
      async (measured) => {
        const answer = await fetch(`${url}/rates`, { method: 'POST', body: query })
        measured.payload.status = answer.status
        measured.success = answer.ok
        if (!answer.ok) measured.importance = 4
        return answer.ok ? Number(/<cents>([\d.]+)</.exec(await answer.text())?.[1]) : null
      },
    )
    if (cents !== null) return cents
    if (attempt === 2) throw new Error('The carrier is overloaded')
    note({
      type: 'log',
      importance: 3,
      payload: { message: 'Carrier overloaded, asking again', context: JSON.stringify({ attempt }) },
    })
  }
}
