import type { JsonObject } from '../protocols/json.ts'

/*
 * What Roundware's server knows of a project. Tattler has no projects: the answers hold what clients ask for, with nothing
 * to play in them.
 */

/** A project as version 2 answers it. */
export function describeProject(id: number): JsonObject {
  return {
    id,
    project_id: id,
    name: nameOf(id),
    latitude: 0,
    longitude: 0,
    pub_date: '2000-01-01T00:00:00',
    audio_format: 'mp3',
    auto_submit: true,
    max_recording_length: 60,
    listen_questions_dynamic: false,
    speak_questions_dynamic: false,
    sharing_url: '',
    out_of_range_url: '',
    recording_radius: 20,
    out_of_range_distance: 1000,
    listen_enabled: true,
    geo_listen_enabled: true,
    speak_enabled: true,
    geo_speak_enabled: true,
    reset_tag_defaults_on_startup: false,
    timed_asset_priority: 'normal',
    repeat_mode: 'stop',
    ordering: 'random',
    files_url: null,
    files_version: '',
    audio_stream_bitrate: '128',
    demo_stream_enabled: false,
    demo_stream_url: null,
    legal_agreement: '',
    sharing_message: '',
    out_of_range_message: '',
    demo_stream_message: '',
  }
}

/** The answer to `get_config` of version 1: a list of objects with one key each. `session` is 0 where none was begun. */
export function describeConfig(project: number, deviceId: string, session: number): readonly JsonObject[] {
  return [
    { device: { device_id: deviceId } },
    { notifications: { startup_message: '' } },
    { session: { session_id: session } },
    {
      project: {
        project_id: project,
        project_name: nameOf(project),
        audio_format: 'mp3',
        max_recording_length: 60,
        recording_radius: 20,
        sharing_message: '',
        out_of_range_message: '',
        sharing_url: '',
        listen_questions_dynamic: false,
        speak_questions_dynamic: false,
        listen_enabled: true,
        geo_listen_enabled: true,
        speak_enabled: true,
        geo_speak_enabled: true,
        reset_tag_defaults_on_startup: false,
        legal_agreement: '',
        files_url: null,
        files_version: '',
        audio_stream_bitrate: '128',
        demo_stream_enabled: false,
        demo_stream_url: null,
        demo_stream_message: '',
        latitude: 0,
        longitude: 0,
      },
    },
    { server: { version: '2.0' } },
    { speakers: [] },
    { audiotracks: [] },
  ]
}

function nameOf(project: number): string {
  return `Project ${project}`
}
