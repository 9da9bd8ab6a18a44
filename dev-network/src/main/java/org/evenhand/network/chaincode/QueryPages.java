package org.evenhand.network.chaincode;

import com.google.protobuf.ByteString;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.evenhand.network.simulation.ResultCursor;
import org.evenhand.network.simulation.SimulationException;
import org.hyperledger.fabric.protos.peer.QueryResponse;
import org.hyperledger.fabric.protos.peer.QueryResponseMetadata;
import org.hyperledger.fabric.protos.peer.QueryResultBytes;
import org.jspecify.annotations.Nullable;

/**
 * The open queries of one transaction, and how their results are cut for the chaincode: batches of
 * {@value #BATCH_RESULTS}, except that an explicitly requested page comes whole. To know whether a batch is the last,
 * the next result is read ahead; that it was read is in the read-write set, as with Fabric's peer.
 */
final class QueryPages {
    static final int BATCH_RESULTS = 100;
    /** Fabric's default {@code totalQueryLimit}. */
    static final int TOTAL_RESULTS_MAX = 100_000;

    private final Map<String, OpenQuery> open = new HashMap<>();
    private int opened;

    /** Answers a query with its first batch. */
    QueryResponse start(ResultCursor cursor) {
        return start(new OpenQuery(cursor, TOTAL_RESULTS_MAX, false));
    }

    /** Answers a query with its one page and the bookmark of the next. */
    QueryResponse page(ResultCursor cursor, int pageSize) {
        return start(
                new OpenQuery(cursor, pageSize > 0 ? Math.min(pageSize, TOTAL_RESULTS_MAX) : TOTAL_RESULTS_MAX, true));
    }

    /** Answers with the next batch. */
    QueryResponse next(String id) throws SimulationException {
        OpenQuery query = open.get(id);
        if (query == null) {
            throw new SimulationException("query iterator not found");
        }
        return batch(id, query);
    }

    /** Ends a query; one that has ended before is fine. */
    QueryResponse close(String id) {
        open.remove(id);
        return QueryResponse.newBuilder().setId(id).build();
    }

    private QueryResponse start(OpenQuery query) {
        String id = Integer.toString(++opened);
        open.put(id, query);
        return batch(id, query);
    }

    private QueryResponse batch(String id, OpenQuery query) {
        QueryResponse.Builder response = QueryResponse.newBuilder().setId(id);
        if (query.readAhead != null) {
            response.addResults(query.readAhead);
            query.readAhead = null;
        }
        while (query.returned < query.resultsMax) {
            Optional<ByteString> next = query.cursor.next();
            if (next.isEmpty()) {
                break;
            }
            query.returned++;
            QueryResultBytes result =
                    QueryResultBytes.newBuilder().setResultBytes(next.get()).build();
            if (!query.paginated && response.getResultsCount() == BATCH_RESULTS) {
                query.readAhead = result;
                return response.setHasMore(true).build();
            }
            response.addResults(result);
        }
        open.remove(id);
        if (query.paginated) {
            response.setMetadata(QueryResponseMetadata.newBuilder()
                    .setFetchedRecordsCount(query.returned)
                    .setBookmark(query.cursor.bookmark())
                    .build()
                    .toByteString());
        }
        return response.build();
    }

    private static final class OpenQuery {
        private final ResultCursor cursor;
        private final int resultsMax;
        private final boolean paginated;
        private int returned;
        private @Nullable QueryResultBytes readAhead;

        OpenQuery(ResultCursor cursor, int resultsMax, boolean paginated) {
            this.cursor = cursor;
            this.resultsMax = resultsMax;
            this.paginated = paginated;
        }
    }
}
