package org.evenhand.chaincode;

import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.evenhand.core.contract.Contract;
import org.evenhand.core.contract.Outcome;
import org.evenhand.core.contract.Refusal;
import org.evenhand.core.contract.RefusalCode;
import org.evenhand.core.contract.Request;
import org.evenhand.core.contract.TransactionContext;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.model.Limits;
import org.hyperledger.fabric.protos.peer.ChaincodeMessage;
import org.hyperledger.fabric.shim.ChaincodeBase;
import org.hyperledger.fabric.shim.ChaincodeStub;

/**
 * The contract as Fabric runs it: decode, load, decide, write. It decides nothing itself; {@link Contract} does.
 *
 * <p>One instance serves one connection from one peer, because the shim keeps the handshake's state in it.
 */
final class EvenhandChaincode extends ChaincodeBase {
    private static final Logger LOG = System.getLogger(EvenhandChaincode.class.getName());
    private static final Duration BEHIND_MAX = Duration.ofMillis(-Limits.SKEW_MAX_MILLIS);
    private static final int SUCCESS = 200;
    private static final int REFUSED = 400;
    private static final int BUG = 500;

    private final Callers callers;
    private final Clock clock;
    private final int threads;

    /**
     * An instance for one connection.
     *
     * @param callers who signed, remembered across connections
     * @param clock read for the refusal of transactions from another time, never for a value
     * @param chaincodeId the package id under which the peer knows this chaincode
     * @param threads how many transactions are simulated at once
     */
    EvenhandChaincode(Callers callers, Clock clock, String chaincodeId, int threads) {
        this.callers = callers;
        this.clock = clock;
        this.threads = threads;
        // The shim takes its id from the environment or from a command line, and from nothing else.
        processCommandLineOptions(new String[] {"--id", chaincodeId});
    }

    @Override
    public Response init(ChaincodeStub stub) {
        return new Response(SUCCESS, null, null);
    }

    @Override
    public Response invoke(ChaincodeStub stub) {
        try {
            return carryOut(decide(stub), stub);
        } catch (RuntimeException bug) {
            LOG.log(Level.ERROR, "transaction " + stub.getTxId() + " failed", bug);
            return new Response(BUG, "the contract failed: " + bug, null);
        }
    }

    private Outcome decide(ChaincodeStub stub) {
        Request request = request(stub.getStringArgs());
        if (Contract.isQuery(request.function())) {
            try (StubLedger ledger = new StubLedger(stub)) {
                return Contract.query(request, ledger);
            }
        }
        Instant time = stub.getTxTimestamp();
        Duration ahead = Duration.between(clock.instant(), time);
        long aheadMaxMillis = Contract.aheadMaxMillis(request.function());
        if (ahead.compareTo(Duration.ofMillis(aheadMaxMillis)) > 0 || ahead.compareTo(BEHIND_MAX) < 0) {
            return refused(
                    RefusalCode.CLOCK_SKEW,
                    "expected the transaction's time at most " + aheadMaxMillis + " ms ahead and "
                            + Limits.SKEW_MAX_MILLIS + " ms behind the endorser's clock, found " + time);
        }
        try {
            TransactionContext context =
                    new TransactionContext(stub.getTxId(), time.toEpochMilli(), callers.caller(stub.getCreator()));
            return Contract.submit(request, context, new StubLedger(stub));
        } catch (UnknownCallerException e) {
            return refused(RefusalCode.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    private static Outcome refused(RefusalCode code, String message) {
        return new Outcome.Refused(new Refusal(code, message));
    }

    private static Request request(List<String> arguments) {
        return arguments.isEmpty()
                ? Request.of("")
                : new Request(arguments.get(0), arguments.subList(1, arguments.size()));
    }

    private static Response carryOut(Outcome outcome, ChaincodeStub stub) {
        if (outcome instanceof Outcome.Accepted accepted) {
            for (Map.Entry<String, Bytes> write : accepted.writes().entrySet()) {
                stub.putState(write.getKey(), write.getValue().toArray());
            }
            accepted.event()
                    .ifPresent(
                            event -> stub.setEvent(event.name(), event.payload().toArray()));
            return new Response(SUCCESS, null, accepted.response().toArray());
        }
        // The Gateway hands a client the message of a refused response and drops its payload.
        return new Response(REFUSED, ((Outcome.Refused) outcome).refusal().toLine(), null);
    }

    @Override
    public Properties getChaincodeConfig() {
        Properties config = super.getChaincodeConfig();
        config.setProperty("TP_CORE_POOL_SIZE", String.valueOf(threads));
        config.setProperty("TP_MAX_POOL_SIZE", String.valueOf(threads));
        return config;
    }

    /**
     * Serves one connection.
     *
     * @param toPeer where the shim sends its messages
     * @return where the peer's messages go
     */
    StreamObserver<ChaincodeMessage> serve(StreamObserver<ChaincodeMessage> toPeer) throws IOException {
        // The shim loads its configuration here, and fails without.
        getChaincodeConfig();
        return connectToPeer(toPeer);
    }
}
