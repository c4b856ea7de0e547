/** Leaflet 1.9.4, vendored without types. */
declare const L: any;
