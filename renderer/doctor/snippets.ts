/** A place from which an app is to reach Tattler, and how. */
export interface Snippet {
  readonly id: string
  readonly title: string
  /** When to use it: a sentence. */
  readonly about: string
  readonly code: string
}

/** Ways from where apps run to `port` of this machine; `port` is like `7357`. */
export function connectionSnippets(port: string): readonly Snippet[] {
  return [
    {
      id: 'docker-desktop',
      title: 'Docker Desktop',
      about: 'Its containers reach this machine by a name of their own.',
      code: `docker run -e TATTLER_URL=http://host.docker.internal:${port} my-app`,
    },
    {
      id: 'docker-linux',
      title: 'Docker on Linux',
      about: 'A container does not reach the loopback of its host, unless it shares the network.',
      code: `docker run --network host -e TATTLER_URL=http://127.0.0.1:${port} my-app`,
    },
    {
      id: 'compose',
      title: 'Docker Compose',
      about: 'The same in compose.yaml, for Docker on Linux.',
      code: `services:
  app:
    network_mode: host
    environment:
      TATTLER_URL: http://127.0.0.1:${port}`,
    },
    {
      id: 'wsl',
      title: 'WSL',
      about: 'In mirrored mode the loopback is shared with Windows; these lines in .wslconfig switch it on.',
      code: `[wsl2]
networkingMode=mirrored`,
    },
    {
      id: 'ssh',
      title: 'Another machine, by SSH',
      about: 'Apps there send to their own port; nothing is opened to the network.',
      code: `ssh -R ${port}:127.0.0.1:${port} user@that-machine`,
    },
    {
      id: 'host',
      title: 'Another machine, without SSH',
      about:
        'Opens Tattler to the network: from then on everybody needs the token in send-token in the data folder to send.',
      code: `npm start -- --host 0.0.0.0
curl http://any:TOKEN@this-machine:${port}/events -d '{"type":"log","payload":{"message":"Hello"}}'`,
    },
  ]
}
