// Package archive is the file that images are backed up to: one OCI image layout
// (image-layout.md of the OCI image-spec) in a tar, compressed with zstd, that holds
// each blob once, and beside it a manifest that says what is in it. With the
// manifest.json that docker has always loaded, it can be had back without jettison:
// zstd -dc FILE | docker load.
package archive
