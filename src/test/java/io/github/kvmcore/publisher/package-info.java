/**
 * What the projects that publish images have on the web, from a server on loopback: their folders,
 * digests, signatures, stream metadata and keys, and each fault that a server can have.
 */
package io.github.kvmcore.publisher;
