package io.sistership.vault;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.zstd.ZstdInputStream;
import io.sistership.model.Sha256;
import io.sistership.vault.IndexState.IndexedDocuments;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import tools.jackson.core.JsonGenerator;

/// The file that holds an index's state: the wrapped data key, and the state sealed under it.
///
/// @param wrapped base64 of the wrapped data key
/// @param sealed base64 of the sealed state
record IndexStateFile(String wrapped, String sealed) {

    static final int MAX_LENGTH = 64 << 20;

    static IndexStateFile seal(IndexState state, IndexKey key) {
        var sealed = new ByteArrayOutputStream();
        try (var out = key.seal().sealing(sealed)) {
            out.write(LineCompressor.frame(json(state)));
        } catch (IOException e) {
            throw new UncheckedIOException("sealing in memory failed", e);
        }
        return new IndexStateFile(
                key.wrapped(), Base64.getEncoder().encodeToString(sealed.toByteArray()));
    }

    /// The digest finds damage before a call to KMS is spent on it.
    byte[] write() {
        return CanonicalJson.bytes(json -> {
            json.writeNumberProperty("format", HeadingJson.FORMAT);
            json.writeStringProperty("digest", digest().hex());
            json.writeStringProperty("wrapped", wrapped);
            json.writeStringProperty("sealed", sealed);
        });
    }

    /// Reads a file, or throws `IllegalArgumentException`.
    static IndexStateFile read(byte[] bytes) {
        var fields = CanonicalJson.read(bytes);
        HeadingJson.requireFormat(fields);
        var digest = fields.sha256("digest");
        var file = new IndexStateFile(fields.text("wrapped"), fields.text("sealed"));
        fields.end();
        if (!file.digest().equals(digest) || !Arrays.equals(file.write(), bytes)) {
            throw new IllegalArgumentException("its digest isn't that of its contents");
        }
        return file;
    }

    /// The state, or `IllegalArgumentException`.
    IndexState open(Seal seal) {
        try (var in = new ZstdInputStream(seal.unsealing(Base64.getDecoder().decode(sealed)))) {
            return state(CanonicalJson.read(in.readNBytes(MAX_LENGTH)));
        } catch (IOException
                | SealException
                | MalformedInputException
                | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private Sha256 digest() {
        return Sha256.of(
                (wrapped + "." + sealed).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static byte[] json(IndexState state) {
        return CanonicalJson.bytes(json -> {
            json.writeNumberProperty("format", HeadingJson.FORMAT);
            json.writeStringProperty("point", state.point().value());
            json.writeStringProperty("epoch", state.epoch().value());
            json.writeStringProperty("hashKey", state.hashKey());
            CanonicalJson.array(json, "types", state.types(), IndexStateFile::type);
            CanonicalJson.array(json, "documents", state.documents(), IndexStateFile::documents);
        });
    }

    private static IndexState state(Fields fields) {
        HeadingJson.requireFormat(fields);
        var state =
                new IndexState(
                        fields.pointId("point"),
                        fields.pointId("epoch"),
                        fields.text("hashKey"),
                        fields.objects("types", IndexStateFile::type),
                        fields.objects("documents", IndexStateFile::documents));
        fields.end();
        return state;
    }

    private static void type(JsonGenerator json, IndexedType type) {
        json.writeStringProperty("group", type.group());
        json.writeStringProperty("resource", type.plural());
        json.writeArrayPropertyStart("base");
        type.base().forEach(json::writeString);
        json.writeEndArray();
        json.writeStringProperty("by", type.by().value());
        CanonicalJson.array(json, "index", type.index(), ManifestJson::write);
        CanonicalJson.optional(json, "delta", type.delta());
    }

    private static IndexedType type(Fields fields) {
        return new IndexedType(
                fields.text("group"),
                fields.text("resource"),
                fields.texts("base"),
                fields.pointId("by"),
                fields.objects("index", ManifestJson::segment),
                fields.optionalText("delta"));
    }

    private static void documents(JsonGenerator json, IndexedDocuments documents) {
        json.writeStringProperty("service", documents.service());
        json.writeStringProperty("operation", documents.operation());
        json.writeStringProperty("hash", documents.hash());
    }

    private static IndexedDocuments documents(Fields fields) {
        return new IndexedDocuments(
                fields.text("service"), fields.text("operation"), fields.text("hash"));
    }
}
