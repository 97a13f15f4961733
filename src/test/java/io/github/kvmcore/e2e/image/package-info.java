/** Images from web servers, signatures and downloads. */
package io.github.kvmcore.e2e.image;
