package io.sistership.kube;

import io.sistership.kube.Call.Timeouts;
import io.sistership.kube.ListOutcome.Cause;
import io.sistership.kube.ListOutcome.Complete;
import io.sistership.kube.ListOutcome.StartAgain;
import io.sistership.kube.ListSplitter.NotAList;
import io.sistership.kube.ListSplitter.PageEnd;
import io.sistership.model.ApiResource;
import io.sistership.model.ObjectKey;
import java.io.IOException;

/// Lists a type page by page, each item once, whatever happens on the way. Confined; one use.
///
/// A page that broke is asked for again from the same token, and what had been handed over of it is
/// passed over: a token names revision and place, so the same objects come in the same order. The
/// first page has no token; only pinned to a revision can it be asked for again.
///
/// The match on the revision goes with the first page alone: with a token it is refused (422).
final class PagedList {

    private static final int SHRINKS_OF_A_BRIEF_LIST = 2;

    private final Transport transport;
    private final ApiResource type;
    private final ListRequest request;
    private final ItemSink sink;
    private final PageSize pageSize;
    private String continuation = "";
    private String revision = "";
    private long objects;
    private long bytes;
    private int pages;
    private int shrinks;
    private long ahead; // objects handed over beyond the token
    private long toPassOver;

    PagedList(Transport transport, ApiResource type, ListRequest request, ItemSink sink) {
        this.transport = transport;
        this.type = type;
        this.request = request;
        this.sink = sink;
        this.pageSize = new PageSize(request.pageSize());
    }

    ListOutcome run() {
        try {
            do {
                turn(page());
            } while (!continuation.isEmpty());
            return new Complete(revision, objects, bytes, pages);
        } catch (KubeException failure) {
            return switch (failure.error()) {
                case GONE -> new StartAgain(Cause.EXPIRED, failure.serverMessage());
                case AHEAD -> new StartAgain(Cause.AHEAD, failure.serverMessage());
                default -> throw failure;
            };
        } catch (FirstPageBroke broke) {
            return new StartAgain(Cause.BROKEN, String.valueOf(broke.getMessage()));
        }
    }

    private void turn(PageEnd end) {
        pages++;
        pageSize.read(bytes, objects);
        ahead = toPassOver; // a repeated page may be smaller than what had been handed over
        if (revision.isEmpty()) {
            revision = end.revision();
        }
        if (!end.continuation().isEmpty() && end.continuation().equals(continuation)) {
            throw KubeErrors.unexpected(
                    "the server continues with the page that it just gave", "GET " + type.path());
        }
        continuation = end.continuation();
    }

    /// A page that came too late is asked for at once in half the size: the same one again would
    /// only make the server begin anew with what it couldn't finish.
    private PageEnd page() {
        while (true) {
            try {
                return transport.exchange(call(), this::read);
            } catch (KubeException failure) {
                if (!failure.is(KubeErrorKind.TIMEOUT) || !mayShrink() || !pageSize.shrink()) {
                    throw failure;
                }
                shrinks++;
                transport.retries().count(RetryCause.TIMEOUT);
            }
        }
    }

    private Call call() {
        return Call.get(path())
                .with(request.patience())
                .with(pageSize.current() > 1 ? Timeouts.FINAL : Timeouts.REPEATED);
    }

    private boolean mayShrink() {
        return request.patience() == Patience.FULL || shrinks < SHRINKS_OF_A_BRIEF_LIST;
    }

    private PageEnd read(Reply reply) throws IOException {
        var repeatable = !continuation.isEmpty() || !request.revision().isEmpty();
        if (ahead > 0 && !repeatable) {
            throw new FirstPageBroke("the connection broke within the first page");
        }
        toPassOver = ahead;
        try {
            return ListSplitter.split(reply.body(), this::item);
        } catch (NotAList e) {
            throw KubeErrors.unexpected(String.valueOf(e.getMessage()), "GET " + type.path());
        }
    }

    private void item(byte[] buffer, int offset, int length, ObjectKey key) {
        if (toPassOver > 0) {
            toPassOver--;
            return;
        }
        sink.item(buffer, offset, length, key);
        ahead++;
        objects++;
        bytes += length;
    }

    private String path() {
        var query = new Query().with("limit", String.valueOf(pageSize.current()));
        if (!continuation.isEmpty()) {
            query.with("continue", continuation);
        } else if (!request.revision().isEmpty()) {
            query.with("resourceVersion", request.revision()).with("resourceVersionMatch", "Exact");
        }
        if (!request.selector().isEmpty()) {
            query.with("labelSelector", request.selector());
        }
        return Query.encode(type.path(request.namespace())) + query;
    }

    private static final class FirstPageBroke extends RuntimeException {
        private static final long serialVersionUID = 1L;

        FirstPageBroke(String message) {
            super(message);
        }
    }
}
