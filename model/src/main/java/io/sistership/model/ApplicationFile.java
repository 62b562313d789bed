package io.sistership.model;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads `sistership.yaml`: YAML, checked against the JSON Schema that ships with the build, into an
/// [Application]. Every refusal names file, line and column, and what to write instead.
public final class ApplicationFile {

    private static final String SCHEMA = "sistership.schema.json";

    private ApplicationFile() {}

    /// Reads a file.
    public static Application read(Path file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException _) {
            throw new ConfigurationException(
                    file.toString(),
                    0,
                    0,
                    "there is no such file",
                    "Run `sistership init` to write one, or name another with --file.");
        } catch (IOException e) {
            throw new ConfigurationException(
                    file.toString(), 0, 0, "can't be read: " + e.getMessage(), "");
        }
        return parse(file.toString(), bytes);
    }

    /// Reads a text that came from `file`.
    public static Application parse(String file, byte[] bytes) {
        var document = YamlDocument.read(file, new String(bytes, StandardCharsets.UTF_8));
        var schema = schema();
        var errors = schema.validate(document.root());
        errors.stream()
                .min(
                        Comparator.comparing(ApplicationFile::isMissingKey)
                                .thenComparingInt(each -> line(document, each)))
                .ifPresent(error -> refuse(file, document, schema, error));
        var application = application(document.root(), Sha256.of(bytes));
        check(file, document, application);
        CaptureSection.check(file, document);
        RestoreSection.check(file, document);
        return application;
    }

    private static void check(String file, YamlDocument document, Application application) {
        if (application.primary().account().equals(application.recovery().account())
                && application.primary().region().equals(application.recovery().region())) {
            var at = document.key("/recovery");
            throw new ConfigurationException(
                    file,
                    at.line(),
                    at.column(),
                    "primary and recovery are the same account and region",
                    "A recovery environment that is lost with the primary is none: name another.");
        }
    }

    private static Schema schema() {
        try (var in = ApplicationFile.class.getResourceAsStream(SCHEMA)) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(Objects.requireNonNull(in, SCHEMA));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A missing key comes last: mostly it is there, misspelt, and its own error says so better.
    private static boolean isMissingKey(Error error) {
        return "required".equals(error.getKeyword());
    }

    private static int line(YamlDocument document, Error error) {
        return position(document, error).line();
    }

    private static YamlDocument.Position position(YamlDocument document, Error error) {
        var pointer = pointer(error);
        return unknownKey(error)
                .map(key -> document.key(pointer + "/" + key))
                .orElseGet(() -> document.value(pointer));
    }

    private static String pointer(Error error) {
        var location = String.valueOf(error.getInstanceLocation());
        return location.equals("/") ? "" : location;
    }

    private static Optional<String> unknownKey(Error error) {
        return "additionalProperties".equals(error.getKeyword())
                ? Optional.ofNullable(error.getProperty())
                : Optional.empty();
    }

    private static void refuse(String file, YamlDocument document, Schema schema, Error error) {
        var at = position(document, error);
        var key = unknownKey(error);
        if (key.isPresent()) {
            var known = knownKeys(schema, pointer(error));
            var fix =
                    Suggestion.nearest(key.get(), known)
                            .map(word -> "Did you mean '" + word + "'?")
                            .orElse("Known here: " + String.join(", ", known) + ".");
            throw new ConfigurationException(
                    file, at.line(), at.column(), "unknown key '" + key.get() + "'", fix);
        }
        var field =
                pointer(error).isEmpty()
                        ? "the file"
                        : pointer(error).substring(1).replace('/', '.');
        throw new ConfigurationException(
                file, at.line(), at.column(), field + ": " + message(error), fix(error));
    }

    private static String message(Error error) {
        var full = String.valueOf(error.getMessage());
        return full.startsWith("/") && full.contains(": ")
                ? full.substring(full.indexOf(": ") + 2)
                : full;
    }

    private static String fix(Error error) {
        return "type".equals(error.getKeyword()) && pointer(error).endsWith("/account")
                ? "Put the account id in quotes: YAML reads bare digits as a number."
                : "";
    }

    private static List<String> knownKeys(Schema schema, String pointer) {
        JsonNode at = schema.getSchemaNode();
        for (var step : pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
            var member = at.has("items") ? at.path("items") : at.path("properties").path(step);
            at = resolve(schema, member);
        }
        return at.path("properties").propertyNames().stream().toList();
    }

    private static JsonNode resolve(Schema schema, JsonNode node) {
        return node.has("$ref")
                ? schema.getSchemaNode().at(node.get("$ref").asString().substring(1))
                : node;
    }

    private static Application application(JsonNode root, Sha256 digest) {
        return new Application(
                root.get("application").asString(),
                environment(root.get("primary")),
                environment(root.get("recovery")),
                root.get("clusters").valueStream().map(JsonNode::asString).toList(),
                counterparts(root.path("counterparts")),
                root.has("rpo") ? duration(root.get("rpo").asString()) : Duration.ofMinutes(15),
                retention(root.path("retention")),
                CaptureSection.read(root.path("capture")),
                RestoreSection.read(root.path("restore")),
                digest);
    }

    private static Environment environment(JsonNode node) {
        return new Environment(
                new AccountId(node.get("account").asString()),
                new Region(node.get("region").asString()),
                Optional.ofNullable(node.get("profile")).map(JsonNode::asString));
    }

    private static Map<String, String> counterparts(JsonNode node) {
        var map = new LinkedHashMap<String, String>();
        if (node instanceof ObjectNode object) {
            object.forEachEntry((key, value) -> map.put(key, value.asString()));
        }
        return map;
    }

    private static Duration duration(String text) {
        long count = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(count);
            case 'm' -> Duration.ofMinutes(count);
            case 'h' -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    private static Retention retention(JsonNode node) {
        var standard = Retention.STANDARD;
        return new Retention(
                node.path("hourly").asInt(standard.hourly()),
                node.path("daily").asInt(standard.daily()),
                node.path("monthly").asInt(standard.monthly()));
    }
}
