package io.github.kvmcore.exec;

import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.exec.process.CommandRunner;

/**
 * Everything of a host that a run uses, in one value, so that a whole run can be recorded and
 * replayed.
 */
public record HostAccess(
    CommandRunner commands, HostFiles files, Ports ports, Downloader downloads) {}
