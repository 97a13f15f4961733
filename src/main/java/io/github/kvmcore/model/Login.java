package io.github.kvmcore.model;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * As whom to log in to a machine by ssh.
 *
 * @param user such as {@code core}
 * @param identity the file of a private key; null: those that ssh tries by itself
 */
public record Login(String user, @Nullable Path identity) {
  /** The user that CoreOS-family systems have. */
  public static final String CORE = "core";
}
