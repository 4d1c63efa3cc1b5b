package org.dlm.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** {@code dlmc --version}, from the manifest of the jar. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Optional.ofNullable(Dlmc.class.getPackage().getImplementationVersion())
                .orElse("(built from sources)");
        return new String[] {"dlmc " + version, "Java " + Runtime.version()};
    }
}
