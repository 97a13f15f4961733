package io.github.kvmcore.exec.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What another user's folders look like; root, as whom tests may run, is refused nothing. */
class UnreadableTest {
  private final Path path = mock();
  private final FileSystemProvider provider = mock();

  private void refuse() throws IOException {
    FileSystem fileSystem = mock();
    BasicFileAttributes attributes = mock();
    when(path.getFileSystem()).thenReturn(fileSystem);
    when(fileSystem.provider()).thenReturn(provider);
    when(fileSystem.supportedFileAttributeViews()).thenReturn(Set.of("basic"));
    when(attributes.isDirectory()).thenReturn(true);
    when(provider.readAttributes(any(), any(Class.class), any(LinkOption[].class)))
        .thenReturn(attributes);
    when(provider.newDirectoryStream(any(), any())).thenThrow(new AccessDeniedException("/x"));
  }

  @Test
  void aFolderThatMayNotBeReadHoldsNothing() throws IOException {
    refuse();
    assertEquals(List.of(), new LocalFiles().list(path));
  }

  @Test
  void nothingIsAtAPathThatMayNotBeSeen() throws IOException {
    refuse();
    when(provider.readAttributes(any(), any(Class.class), any(LinkOption[].class)))
        .thenThrow(new AccessDeniedException("/x"));
    assertEquals(Optional.empty(), new LocalFiles().stat(path));
  }
}
