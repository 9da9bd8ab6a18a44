package org.evenhand.cli.network;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.evenhand.audit.AuditOptions;
import org.evenhand.chaincode.ChaincodeObserver;
import org.evenhand.chaincode.ChaincodeSettings;
import org.evenhand.chaincode.EvenhandChaincodeServer;
import org.evenhand.client.EvenhandClient;
import org.evenhand.core.model.MspId;
import org.evenhand.evaluation.load.LoadTarget;
import org.evenhand.network.embedded.ChaincodeDeployment;
import org.evenhand.network.embedded.EmbeddedNetwork;
import org.evenhand.network.embedded.NetworkOptions;
import org.evenhand.network.ledger.LedgerSize;
import org.evenhand.network.orderer.CommitListener;
import org.evenhand.network.orderer.OrdererFigures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An embedded network with an instance of our contract for every organisation, all in this process. */
public final class LocalNetwork implements LoadTarget, AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(LocalNetwork.class);

    public static final String CHANNEL = "evenhand";
    public static final String CHAINCODE = "evenhand";
    public static final int ORGANISATIONS_MIN = 2;
    public static final int ORGANISATIONS_MAX = 5;
    private static final String VERSION = "1";
    private static final String HOST = "127.0.0.1";

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final ChaincodeObserver observer;
    private final EmbeddedNetwork network;
    private final FolderAccess access;

    private LocalNetwork(Path folder, List<String> organisations, ChaincodeObserver observer) {
        this.observer = observer;
        ChaincodeDeployment contract = ChaincodeDeployment.startedBy(CHAINCODE, VERSION, this::startContract);
        try {
            network = EmbeddedNetwork.start(NetworkOptions.in(folder)
                    .organisations(organisations)
                    .channel(CHANNEL)
                    .chaincode(contract)
                    .build());
            opened.push(network);
            access = new FolderAccess(folder, organisations);
            opened.push(access);
        } catch (RuntimeException e) {
            closeAll(opened);
            throw e;
        }
    }

    /** The names of so many organisations: {@code Org1}, {@code Org2}, and so on. */
    public static List<String> names(int organisations) {
        return IntStream.rangeClosed(1, organisations).mapToObj(i -> "Org" + i).toList();
    }

    /** Makes the network in a folder, or goes on with the one that is there. */
    public static LocalNetwork start(Path folder, List<String> organisations) {
        return start(folder, organisations, ChaincodeObserver.NOBODY);
    }

    /**
     * Makes the network in a folder, or goes on with the one that is there.
     *
     * @param observer hears of what the organisations' contracts do
     */
    public static LocalNetwork start(Path folder, List<String> organisations, ChaincodeObserver observer) {
        return new LocalNetwork(folder, organisations, observer);
    }

    private String startContract(String mspId) {
        try {
            EvenhandChaincodeServer server = EvenhandChaincodeServer.start(
                    ChaincodeSettings.plaintext(CHAINCODE + "_" + VERSION, HOST, 0), observer);
            opened.addLast(server);
            return HOST + ":" + server.address().getPort();
        } catch (IOException e) {
            throw new UncheckedIOException("the contract of " + mspId + " cannot start", e);
        }
    }

    /** The hash of block 0's header, in hexadecimal. */
    public String genesisHash() {
        return network.genesisHash();
    }

    /** How to audit its ledger: everything, from this network's own first block. */
    public AuditOptions auditOptions() {
        ByteString genesis = ByteString.copyFrom(HexFormat.of().parseHex(genesisHash()));
        return AuditOptions.standard().withChaincode(CHAINCODE).withGenesisHash(genesis);
    }

    /** What a user should know of such a network from the start. */
    public String introduction() {
        return "a network of " + organisations().size() + " organisations is up; signatures by "
                + network.signatureProvider()
                + "; it is one process under one administrator: its ledger is verifiable, not decentralised";
    }

    /** Completes when nothing more can be committed: normally after a close, else with what broke. */
    public CompletableFuture<Void> ended() {
        return network.ended();
    }

    /** The folder with the block files. */
    public Path ledgerFolder() {
        return network.ledgerFolder();
    }

    public long height() {
        return network.height();
    }

    /** How much its ledger holds. */
    LedgerSize size() {
        return network.size();
    }

    /** How its orderer is doing. */
    OrdererFigures orderer() {
        return network.orderer();
    }

    /** Tells of each block that is committed from now on. */
    void tell(CommitListener listener) {
        network.tell(listener);
    }

    @Override
    public List<MspId> organisations() {
        return access.organisations();
    }

    /** The connection profile of an organisation. */
    public Path connectionProfile(MspId msp) {
        return access.connectionProfile(msp);
    }

    @Override
    public EvenhandClient client(MspId msp, String name) throws IOException {
        return access.client(msp, name);
    }

    @Override
    public EvenhandClient admin(MspId msp) throws IOException {
        return access.admin(msp);
    }

    /** The folder of an identity of an organisation. */
    public Path mspFolder(MspId msp, String name) {
        return access.mspFolder(msp, name);
    }

    @Override
    public void close() {
        closeAll(opened);
    }

    private static void closeAll(Deque<AutoCloseable> parts) {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                // What fails to close is of no more use; the next part must be closed all the same.
                LOGGER.warn("a part of the network did not close", e);
            }
        }
    }
}
