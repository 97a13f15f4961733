package io.github.kvmcore.model.image;

import java.nio.file.Path;

/**
 * Where things lie in the cache of base images.
 *
 * @param cache the folder with the images
 */
public record ImageCacheFolder(Path cache) {
  /** End of the name of the file that says where an image came from, behind the image's. */
  public static final String SIDE_SUFFIX = ".json";

  /** The folder with the keys of those who publish images. */
  public Path keys() {
    return cache.resolve("keys");
  }

  /** The file beside an image that says where it came from. */
  public static Path metadataFile(Path image) {
    return image.resolveSibling(image.getFileName() + SIDE_SUFFIX);
  }
}
