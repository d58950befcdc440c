package io.rollcall.cli;

import picocli.CommandLine.IVersionProvider;

/** The version as the build wrote it into the jar. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Rollcall.class.getPackage().getImplementationVersion();
        return new String[] {
            "rollcall " + (version == null ? "(unreleased)" : version),
            "Java ${java.version} (${java.vendor}) on ${os.name}"
        };
    }
}
