// Package archive reads and writes backups of images. A backup is one OCI image layout
// (image-layout.md of the OCI image-spec) in a zstd-compressed tar that holds each blob once,
// with a manifest beside it that describes the contents. The tar also holds docker's own
// manifest.json, so that a backup can be restored without jettison: zstd -dc FILE | docker
// load.
package archive
