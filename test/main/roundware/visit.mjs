// What a visitor of a Roundware app does, with the real client: the same in Node and in a browser.

/**
 * @param {any} framework the module `roundware-web-framework`
 * @param {any} scope the window that the client lives in
 * @param {string} url of Tattler, like `http://127.0.0.1:7357`
 * @param {{ projectId: number, hasAudio: boolean }} options
 */
export async function visit({ Roundware, GeoListenMode }, scope, url, { projectId, hasAudio }) {
  const roundware = new Roundware(scope, {
    serverUrl: `${url}/api/2`,
    projectId,
    deviceId: 'dev-9',
    clientType: 'web',
    listenerLocation: { latitude: 47.0707, longitude: 15.4395 },
    geoListenMode: GeoListenMode.DISABLED,
    speakerFilters: { activeyn: true },
    assetFilters: { submitted: true },
  })
  const { uiConfig } = await roundware.connect()
  roundware.updateLocation({ latitude: 47.0736, longitude: 15.4378 })
  roundware.updateLocation({ latitude: 47.0768, longitude: 15.4372 })
  const assets = await roundware.loadAssetPool()
  const { events } = roundware
  if (hasAudio) {
    const mixer = await roundware.activateMixer({ geoListenMode: GeoListenMode.MANUAL })
    mixer.play()
    mixer.stop()
  } else {
    await events.logEvent('play_stream', { tag_ids: [3, 8] })
    await events.logEvent('pause_stream')
  }
  const filtered = await events.logEvent('filter_stream', { tag_ids: [3, 8], data: 'free text' })
  await listen(events)
  const vote = await roundware.vote(11, 'like', 1)
  const upload = await roundware.saveAsset(new Blob(['RIFF'], { type: 'audio/wav' }), 'take.wav', { tag_ids: [3] })
  return {
    session: roundware._sessionId,
    user: roundware.user.userName,
    project: roundware.project.projectName,
    uiConfig,
    speakers: roundware.speakers(),
    audiotracks: roundware.audiotracks(),
    assets,
    filtered,
    vote,
    upload,
  }
}

/**
 * Waits for what the client does not: the answer to the beginning has the number that the end needs.
 *
 * @param {any} events
 */
async function listen(events) {
  await events.logAssetStart(11)
  while (!(11 in events._startedAssets)) await new Promise((resolve) => setTimeout(resolve, 5))
  await events.logAssetEnd(11)
}
