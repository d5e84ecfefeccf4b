import { geoMercator, geoPath } from 'd3-geo'
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import text from 'world-atlas/countries-50m.json?raw'
import type { FlatPlace } from './mercator.ts'

/** A country's outline as the path of an SVG, in units of which the flat world is `WORLD` wide. */
export interface Outline {
  readonly path: string
  /** Corners of what it takes up, in flat places. */
  readonly from: FlatPlace
  readonly to: FlatPlace
}

/** An SVG keeps no more than seven digits: a world of 1 would leave none for a town. */
export const WORLD = 1000

type Atlas = Topology<{ readonly countries: GeometryCollection }>

/**
 * The outlines of all countries, by Natural Earth at 1:50,000,000: correct to some kilometres. Made once, when the first
 * map is opened, from a file that is part of the viewer.
 */
export const OUTLINES: readonly Outline[] = readOutlines(JSON.parse(text))

function readOutlines(atlas: Atlas): readonly Outline[] {
  const projection = geoMercator()
    .scale(WORLD / (2 * Math.PI))
    .translate([WORLD / 2, WORLD / 2])
    .clipExtent([
      [0, 0],
      [WORLD, WORLD],
    ])
  const draw = geoPath(projection).digits(3)
  return feature(atlas, atlas.objects.countries).features.flatMap((country) => {
    const path = draw(country)
    if (path === null) return []
    const [[left, top], [right, bottom]] = draw.bounds(country)
    return [{ path, from: { x: left / WORLD, y: top / WORLD }, to: { x: right / WORLD, y: bottom / WORLD } }]
  })
}
