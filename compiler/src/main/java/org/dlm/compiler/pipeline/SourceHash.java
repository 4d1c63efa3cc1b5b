package org.dlm.compiler.pipeline;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.dlm.compiler.source.SourceFile;

/** A digest of all texts that go into a compilation, so that generated classes tell what they were made of. */
final class SourceHash {
    private SourceHash() {}

    static String of(List<SourceFile> sources, List<SourceFile> library) {
        return Sha256.shortHex(digest -> {
            sources.forEach(source -> update(digest, source));
            library.forEach(source -> update(digest, source));
        });
    }

    private static void update(MessageDigest digest, SourceFile source) {
        digest.update(source.path().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(source.text().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}
