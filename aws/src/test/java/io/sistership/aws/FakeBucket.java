package io.sistership.aws;

import io.sistership.model.Sha256;
import java.util.ArrayList;
import java.util.TreeMap;

/// One bucket with conditional writes. Thread-safe.
final class FakeBucket {

    private static final String PREFIX = "/bucket/";

    private final TreeMap<String, Stored> objects = new TreeMap<>();

    private record Stored(FakeAws.Bytes content, String marker) {
        String etag() {
            return '"' + Sha256.of(content.bytes()).hex() + '"';
        }
    }

    synchronized FakeAws.Answer answer(Requests.Request request) {
        if (request.query().contains("list-type=2")) {
            return list(request.query());
        }
        var key = request.path().substring(PREFIX.length());
        return switch (request.method()) {
            case "PUT" -> put(key, request);
            case "DELETE" -> {
                objects.remove(key);
                yield FakeAws.Answer.xml(204, "");
            }
            default -> get(key);
        };
    }

    private FakeAws.Answer get(String key) {
        var stored = objects.get(key);
        return stored == null
                ? FakeAws.Answer.s3Error(404, "NoSuchKey")
                : FakeAws.Answer.of(200, "application/octet-stream", stored.content().bytes())
                        .tagged(stored.etag(), stored.marker());
    }

    private FakeAws.Answer put(String key, Requests.Request request) {
        var stored = objects.get(key);
        if (request.header("If-None-Match").equals("*") && stored != null) {
            return FakeAws.Answer.s3Error(412, "PreconditionFailed");
        }
        var expected = request.header("If-Match");
        if (!expected.isEmpty() && stored == null) {
            return FakeAws.Answer.s3Error(404, "NoSuchKey");
        }
        if (stored != null && !expected.isEmpty() && !expected.equals(stored.etag())) {
            return FakeAws.Answer.s3Error(412, "PreconditionFailed");
        }
        var fresh = new Stored(request.body(), request.header("x-amz-meta-sistership-write"));
        objects.put(key, fresh);
        return FakeAws.Answer.xml(200, "").tagged(fresh.etag(), "");
    }

    /// Two keys a page, so that paging is tested.
    private FakeAws.Answer list(String query) {
        var prefix = parameter(query, "prefix");
        var after = parameter(query, "continuation-token");
        var found = new ArrayList<String>();
        for (var key : objects.tailMap(after, false).keySet()) {
            if (key.startsWith(prefix)) {
                found.add(key);
            }
        }
        var page = found.subList(0, Math.min(2, found.size()));
        var xml = new StringBuilder("<ListBucketResult>");
        for (var key : page) {
            var stored = objects.get(key);
            xml.append("<Contents><Key>").append(key).append("</Key>");
            xml.append("<Size>").append(stored == null ? 0 : stored.content().bytes().length);
            xml.append("</Size><ETag>x</ETag></Contents>");
        }
        boolean more = found.size() > page.size();
        xml.append("<IsTruncated>").append(more).append("</IsTruncated>");
        if (more) {
            xml.append("<NextContinuationToken>").append(page.getLast());
            xml.append("</NextContinuationToken>");
        }
        return FakeAws.Answer.xml(200, xml.append("</ListBucketResult>").toString());
    }

    private static String parameter(String query, String name) {
        for (var pair : query.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return java.net.URLDecoder.decode(
                        pair.substring(name.length() + 1), java.nio.charset.StandardCharsets.UTF_8);
            }
        }
        return "";
    }
}
