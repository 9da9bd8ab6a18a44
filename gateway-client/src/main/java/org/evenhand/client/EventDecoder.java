package org.evenhand.client;

import org.evenhand.client.event.LedgerEvent;
import org.evenhand.client.event.LedgerEvent.ClassDefined;
import org.evenhand.client.event.LedgerEvent.EntryAppended;
import org.evenhand.client.event.LedgerEvent.PolicyChanged;
import org.evenhand.client.event.LedgerEvent.RoundDecided;
import org.evenhand.client.event.LedgerEvent.Source;
import org.evenhand.client.event.LedgerEvent.Unknown;
import org.evenhand.client.event.LedgerEvent.WriterUpdated;
import org.evenhand.core.contract.EventNames;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Writer;

/** Gives the contract's events their types. */
final class EventDecoder {
    private EventDecoder() {}

    /** Decodes an event; one that cannot be read becomes {@link Unknown}. */
    static LedgerEvent decode(Source source, String name, byte[] payload) {
        try {
            return switch (name) {
                case EventNames.ROUND_DECIDED -> new RoundDecided(source, RoundRecord.fromBytes(payload));
                case EventNames.ENTRY_APPENDED -> entryAppended(source, reader(payload));
                case EventNames.POLICY_PROPOSED, EventNames.POLICY_APPROVED ->
                    policyChanged(source, reader(payload), false);
                case EventNames.POLICY_ADOPTED -> policyChanged(source, reader(payload), true);
                case EventNames.CLASS_DEFINED -> classDefined(source, reader(payload));
                case EventNames.WRITER_UPDATED -> writerUpdated(source, reader(payload));
                default -> new Unknown(source, name, "no event of this contract");
            };
        } catch (MalformedException | IllegalArgumentException e) {
            return new Unknown(source, name, String.valueOf(e.getMessage()));
        }
    }

    private static ObjectReader reader(byte[] payload) throws MalformedException {
        return ObjectReader.of("event", CanonicalJson.read(payload));
    }

    private static LedgerEvent entryAppended(Source source, ObjectReader reader) throws MalformedException {
        return new EntryAppended(
                source,
                pool(reader),
                reader.text("stream", StreamId::parse),
                reader.number("sequence", 1, Limits.COUNT_MAX));
    }

    private static LedgerEvent policyChanged(Source source, ObjectReader reader, boolean adopted)
            throws MalformedException {
        return new PolicyChanged(
                source,
                pool(reader),
                reader.number("number", 1, Limits.COUNT_MAX),
                reader.text("digest", Digest::new),
                reader.list("approvals", Limits.MEMBERS_MAX, EventDecoder::msp),
                adopted);
    }

    private static LedgerEvent classDefined(Source source, ObjectReader reader) throws MalformedException {
        return new ClassDefined(source, pool(reader), reader.text("class", ClassName::new));
    }

    private static LedgerEvent writerUpdated(Source source, ObjectReader reader) throws MalformedException {
        return new WriterUpdated(
                source,
                pool(reader),
                reader.text("stream", StreamId::parse),
                Writer.fromJson(reader.required("writer")));
    }

    private static PoolId pool(ObjectReader reader) throws MalformedException {
        return reader.text("pool", PoolId::new);
    }

    private static MspId msp(Json value) throws MalformedException {
        if (value instanceof Json.Str text) {
            return new MspId(text.value());
        }
        throw new MalformedException("expected organisations as strings");
    }
}
