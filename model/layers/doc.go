// Package layers holds the layers that images share, and works out their sizes
// from what an engine tells about images. It knows neither images nor engines.
package layers
