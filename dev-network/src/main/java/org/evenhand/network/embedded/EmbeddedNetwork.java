package org.evenhand.network.embedded;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.evenhand.network.chaincode.ChaincodeAddress;
import org.evenhand.network.config.ChannelProfile;
import org.evenhand.network.config.Endpoint;
import org.evenhand.network.config.GenesisBlock;
import org.evenhand.network.crypto.CryptoMaterial;
import org.evenhand.network.crypto.OrganisationMaterial;
import org.evenhand.network.ledger.Ledger;
import org.evenhand.network.ledger.LedgerSize;
import org.evenhand.network.lifecycle.ChaincodeDefinition;
import org.evenhand.network.lifecycle.DefinitionTransaction;
import org.evenhand.network.orderer.CommitListener;
import org.evenhand.network.orderer.Orderer;
import org.evenhand.network.orderer.OrdererFigures;
import org.evenhand.network.pki.Ecdsa;
import org.evenhand.network.storage.FileLedger;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Fabric-compatible network in this process: several organisations with their own authorities, peers and chaincode
 * instances, one orderer, one channel, and blocks in files. Unmodified Fabric client SDKs connect to it, and unmodified
 * Fabric chaincodes run on it as services.
 *
 * <p><b>It is one process under one administrator, who holds all keys.</b> Its ledger can be verified as any Fabric
 * ledger can, but it is not decentralised: use it to try, to test and to demonstrate, and a real Fabric network where
 * organisations do not trust one another.
 *
 * <p>What a client was told to be committed survives the end of the process at any moment. The same folder can be
 * started again, with the same organisations, channel and ports. Not supported, and refused: private data, rich
 * queries, key-level endorsement, calls from one chaincode to another, configuration updates.
 */
public final class EmbeddedNetwork implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddedNetwork.class);
    private static final String HOST = "127.0.0.1";

    private final NetworkOptions options;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final List<EmbeddedOrganisation> organisations = new ArrayList<>();
    private Optional<Ledger> ledger = Optional.empty();
    private Optional<Orderer> orderer = Optional.empty();
    private CompletableFuture<Void> ended = new CompletableFuture<>();

    private EmbeddedNetwork(NetworkOptions options) {
        this.options = options;
    }

    /**
     * Makes the network in its folder, or goes on with the one that is there. When this returns, clients can connect;
     * chaincode instances that are not there yet are waited for by the transactions that need them.
     *
     * @throws IllegalStateException if another network runs in the folder.
     * @throws IllegalArgumentException if the folder holds another network.
     * @throws java.io.UncheckedIOException if the folder cannot be used, or a port is taken.
     */
    public static EmbeddedNetwork start(NetworkOptions options) {
        EmbeddedNetwork network = new EmbeddedNetwork(options);
        try {
            network.open();
            return network;
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /** The channel's name. */
    public String channel() {
        return options.channel();
    }

    /** The number of blocks. */
    public long height() {
        return ledger.map(Ledger::height).orElseThrow();
    }

    /** How much its ledger holds. */
    public LedgerSize size() {
        return ledger.map(Ledger::size).orElseThrow();
    }

    /** How its orderer is doing. */
    public OrdererFigures orderer() {
        return orderer.map(Orderer::figures).orElseThrow();
    }

    /** Tells of each block that is committed from now on; replaces whoever was told before. */
    public void tell(CommitListener listener) {
        orderer.orElseThrow().tell(listener);
    }

    /** The hash of block 0's header, in hexadecimal: what an auditor should be given to trust. */
    public String genesisHash() {
        // The contract's definition follows the genesis block, so there always is a block 1.
        ByteString hash = ledger.orElseThrow().block(1).getHeader().getPreviousHash();
        return HexFormat.of().formatHex(hash.toByteArray());
    }

    /** The provider that signs and verifies, such as {@code AmazonCorrettoCryptoProvider}. */
    public String signatureProvider() {
        return Ecdsa.fastest().providerName();
    }

    /**
     * Completes when nothing more can be committed: normally after a close, else with what broke, such as a disk that
     * is full. Then whoever runs the network should close it; started again, it goes on with what was acknowledged.
     */
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    /** The folder with the block files. */
    public Path ledgerFolder() {
        return options.folder().resolve("ledger");
    }

    /** The organisations, in the order in which they were named. */
    public List<EmbeddedOrganisation> organisations() {
        return List.copyOf(organisations);
    }

    /**
     * An organisation by its MSP id.
     *
     * @throws NoSuchElementException if there is none such.
     */
    public EmbeddedOrganisation organisation(String mspId) {
        return organisations.stream()
                .filter(organisation -> organisation.mspId().equals(mspId))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no organisation " + mspId));
    }

    /** Stops serving, waits for the block in hand, and gives the folder free. */
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LOGGER.warn("a part of the network did not stop cleanly", e);
            }
        }
    }

    private void open() {
        NetworkFolder folder = keep(NetworkFolder.open(options.folder(), options.channel(), options.organisations()));
        List<String> mspIds =
                options.organisations().stream().map(name -> name + "MSP").toList();
        // Starting chaincodes takes as long as everything else together.
        CompletableFuture<Map<String, Map<String, ChaincodeAddress>>> addresses =
                CompletableFuture.supplyAsync(() -> addresses(mspIds));
        CryptoMaterial crypto = CryptoMaterial.open(folder.crypto(), options.organisations());
        Map<String, Endpoint> endpoints = new HashMap<>();
        for (int i = 0; i < mspIds.size(); i++) {
            endpoints.put(mspIds.get(i), new Endpoint(HOST, folder.peerPort(i)));
        }
        Endpoint ordererEndpoint = new Endpoint(HOST, folder.ordererPort());
        Ledger opening = keep(FileLedger.open(
                folder.ledger(),
                () -> genesis(ordererEndpoint, endpoints, crypto),
                crypto.orderer().node()));
        ledger = Optional.of(opening);
        options.chaincodes().forEach(chaincode -> define(chaincode, opening, crypto));
        NetworkServices services =
                keep(NetworkServices.start(options, crypto, opening, join(addresses), endpoints, ordererEndpoint));
        orderer = Optional.of(services.orderer());
        ended = services.ended();
        for (OrganisationMaterial organisation : crypto.organisations()) {
            Endpoint gateway = new Endpoint(HOST, folder.peerPort(organisations.size()));
            Path profile = folder.profile(organisation.name());
            ConnectionProfile.write(profile, options.channel(), organisation, gateway);
            organisations.add(new EmbeddedOrganisation(organisation, gateway, profile));
        }
        LOGGER.info(
                "{} organisations on channel {} at block {}: one process under one administrator, so this ledger is"
                        + " verifiable, not decentralised",
                organisations.size(),
                options.channel(),
                opening.height() - 1);
    }

    private Map<String, Map<String, ChaincodeAddress>> addresses(List<String> mspIds) {
        Map<String, Map<String, ChaincodeAddress>> addresses = new HashMap<>();
        for (ChaincodeDeployment chaincode : options.chaincodes()) {
            Map<String, ChaincodeAddress> byOrganisation = new HashMap<>();
            mspIds.forEach(
                    mspId -> byOrganisation.put(mspId, chaincode.address().apply(mspId)));
            addresses.put(chaincode.name(), byOrganisation);
        }
        return addresses;
    }

    private Block genesis(Endpoint orderer, Map<String, Endpoint> anchorPeers, CryptoMaterial crypto) {
        ChannelProfile standard = ChannelProfile.standard(options.channel(), orderer, anchorPeers);
        return GenesisBlock.of(
                new ChannelProfile(
                        options.channel(),
                        options.maxMessageCount(),
                        standard.preferredMaxBytes(),
                        standard.absoluteMaxBytes(),
                        options.batchTimeout(),
                        orderer,
                        anchorPeers),
                crypto);
    }

    /**
     * Commits a definition if the ledger has none of this version: it is the administrator of all organisations who
     * asks.
     */
    private void define(ChaincodeDeployment chaincode, Ledger opening, CryptoMaterial crypto) {
        Optional<ChaincodeDefinition> current = ChaincodeDefinition.read(opening.snapshot(), chaincode.name());
        if (current.isPresent() && current.get().endorsement().getVersion().equals(chaincode.version())) {
            return;
        }
        long sequence = current.map(ChaincodeDefinition::sequence).orElse(0L) + 1;
        var committed = opening.commit(List.of(DefinitionTransaction.of(
                options.channel(),
                ChaincodeDefinition.standard(chaincode.name(), chaincode.version(), sequence),
                opening.snapshot(),
                crypto.organisations().get(0).admin(),
                crypto.organisations().stream().map(OrganisationMaterial::node).toList())));
        TxValidationCode code = committed.transactions().get(0).code();
        if (code != TxValidationCode.VALID) {
            throw new IllegalStateException("the definition of chaincode " + chaincode.name() + " ended as " + code);
        }
    }

    private static <V> V join(CompletableFuture<V> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private <R extends AutoCloseable> R keep(R resource) {
        opened.push(resource);
        return resource;
    }
}
