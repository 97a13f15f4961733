package io.github.kvmcore.lock;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Who a run is, to find its locks and to tell others about it.
 *
 * @param user the user's name
 * @param home the user's home directory by the password database; null: there is none
 * @param root of the file system that the locks are in
 */
public record RunIdentity(String user, long pid, @Nullable Path home, Path root) {}
