package io.github.kvmcore.spec;

import io.github.kvmcore.model.image.Digest;
import org.jspecify.annotations.Nullable;

/**
 * What the profiles with services are set up with.
 *
 * @param etcdTls whether members and clients of etcd show certificates
 * @param etcdImage the container image of etcd
 * @param servers how many machines are servers of k3s
 * @param k3sVersion such as {@code v1.36.4+k3s1}
 * @param k3sUrl where machines fetch k3s; null: from its projects
 * @param k3sDigest of that file; null: it is not checked
 */
public record ServiceSettings(
    boolean etcdTls,
    String etcdImage,
    int servers,
    String k3sVersion,
    @Nullable String k3sUrl,
    @Nullable Digest k3sDigest) {}
