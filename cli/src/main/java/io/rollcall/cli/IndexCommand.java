package io.rollcall.cli;

import io.rollcall.index.IndexSettings;
import io.rollcall.index.IndexSetup;
import io.rollcall.index.SetupReport;
import io.rollcall.search.Credentials;
import io.rollcall.search.ElasticsearchConnection;
import io.rollcall.search.IndexNames;
import io.rollcall.search.UnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rollcall index}. */
@Command(
        name = "index",
        mixinStandardHelpOptions = true,
        header = "Prepares the Elasticsearch indices that dashboards read.",
        subcommands = IndexCommand.Setup.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  rollcall index setup --elasticsearch https://es:9200 --api-key KEY \\",
            "      --ca-certificate ca.pem"
        })
final class IndexCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "What about the indices? 'setup'");
    }

    /** {@code rollcall index setup}. */
    @Command(
            name = "setup",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            header = "Installs the index templates, and brings indices that are there already up to them.",
            description = "Run it before search-index runs for the first time, and after every upgrade."
                    + " Doing it again changes nothing.",
            exitCodeListHeading = "%nExit status:%n",
            exitCodeList = {
                "0:documents can be written",
                "1:Elasticsearch cannot be reached, or an index cannot be brought up to its template",
                "2:wrong arguments"
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  rollcall index setup",
                "  rollcall index setup --elasticsearch https://es:9200 --api-key KEY \\",
                "      --replicas 1",
                "  rollcall index setup --elasticsearch https://es:9200 --username elastic \\",
                "      --password"
            })
    static final class Setup implements Runnable {
        @Spec
        private CommandSpec spec;

        @Option(
                names = {"-e", "--elasticsearch"},
                paramLabel = "URL",
                split = ",",
                defaultValue = "http://127.0.0.1:9200",
                description = "The nodes, as URL,URL (default: ${DEFAULT-VALUE}).")
        private List<String> urls;

        @ArgGroup(multiplicity = "0..1")
        private @Nullable Identity identity;

        @Option(
                names = "--ca-certificate",
                paramLabel = "FILE",
                description = "A PEM file with the authority that signed the nodes' certificates.")
        private @Nullable Path caCertificate;

        @Option(
                names = "--index-prefix",
                paramLabel = "PREFIX",
                defaultValue = "rollcall",
                description = "What the name of every index begins with (default: ${DEFAULT-VALUE});"
                        + " the jobs' option index.prefix.")
        private String prefix;

        @Option(
                names = "--shards",
                paramLabel = "NUMBER",
                defaultValue = "1",
                description = "Primary shards of each new index (default: ${DEFAULT-VALUE}).")
        private int shards;

        @Option(
                names = "--replicas",
                paramLabel = "NUMBER",
                defaultValue = "0",
                description = "Copies of each shard (default: ${DEFAULT-VALUE}); with more than one node 1.")
        private int replicas;

        @Option(
                names = "--refresh-interval",
                paramLabel = "MILLIS",
                defaultValue = "500",
                description = "Milliseconds until a search sees a document (default: ${DEFAULT-VALUE}).")
        private long refreshMillis;

        /** Who we are: an API key, or a user. */
        static final class Identity {
            @Option(
                    names = "--api-key",
                    required = true,
                    arity = "0..1",
                    interactive = true,
                    paramLabel = "KEY",
                    description = "An API key (encoded form); asked for if it is not given.")
            private @Nullable String apiKey;

            @ArgGroup(exclusive = false)
            private @Nullable User user;

            Credentials credentials() {
                if (user != null) {
                    return new Credentials.Basic(user.name, given("--password", user.password));
                }
                return new Credentials.ApiKey(given("--api-key", apiKey));
            }

            /** Where there is no terminal nobody answers the question, which is no answer. */
            private static String given(String option, @Nullable String secret) {
                if (secret == null || secret.isBlank()) {
                    throw Failure.wrong(option + " is empty, or there is no terminal to ask for it."
                            + " Without one it is read from standard input: " + option + " < FILE");
                }
                return secret;
            }
        }

        /** A user and a password. */
        static final class User {
            @Option(names = "--username", required = true, paramLabel = "NAME", description = "The user.")
            private String name;

            @Option(
                    names = "--password",
                    required = true,
                    arity = "0..1",
                    interactive = true,
                    paramLabel = "PASSWORD",
                    description = "The user's password; asked for if it is not given.")
            private String password;
        }

        @Override
        public void run() {
            SetupReport report;
            try {
                report = new IndexSetup(connection(), new IndexNames(prefix), settings()).run();
            } catch (IllegalArgumentException e) {
                throw Failure.wrong(String.valueOf(e.getMessage()) + ".");
            } catch (UnavailableException e) {
                throw Failure.failed(String.valueOf(e.getMessage()), e);
            }
            spec.commandLine().getOut().println(report);
            if (!report.complete()) {
                throw Failure.failed("An index cannot be brought up to its template; the line above says what to do.");
            }
        }

        private ElasticsearchConnection connection() {
            Credentials credentials = identity == null ? null : identity.credentials();
            String authority = caCertificate == null ? null : caCertificate.toString();
            return new ElasticsearchConnection(urls, credentials, authority);
        }

        private IndexSettings settings() {
            return new IndexSettings(shards, replicas, Duration.ofMillis(refreshMillis));
        }
    }
}
