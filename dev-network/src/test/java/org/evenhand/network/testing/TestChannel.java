package org.evenhand.network.testing;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.evenhand.network.config.ChannelProfile;
import org.evenhand.network.config.Endpoint;
import org.evenhand.network.config.GenesisBlock;
import org.evenhand.network.crypto.CryptoMaterial;
import org.evenhand.network.crypto.OrganisationMaterial;
import org.evenhand.network.ledger.Ledger;
import org.evenhand.network.lifecycle.ChaincodeDefinition;
import org.evenhand.network.lifecycle.DefinitionTransaction;
import org.evenhand.network.msp.SigningIdentity;
import org.evenhand.network.storage.FileLedger;
import org.evenhand.network.transaction.TransactionDraft;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeID;
import org.hyperledger.fabric.protos.peer.Response;

/** Three organisations, a channel with a defined chaincode, and what is needed to make transactions on it. */
public final class TestChannel {
    /** The channel's name. */
    public static final String CHANNEL = "evenhand";

    /** The chaincode that {@link #define} defines. */
    public static final String CHAINCODE = "allocation";

    private final CryptoMaterial crypto;
    private final List<SigningIdentity> peers;
    private final SigningIdentity client;

    public TestChannel(Path folder) {
        crypto = CryptoMaterial.open(folder.resolve("crypto"), List.of("Org1", "Org2", "Org3"));
        peers = crypto.organisations().stream().map(OrganisationMaterial::node).toList();
        client = crypto.organisations().get(0).user();
    }

    public CryptoMaterial crypto() {
        return crypto;
    }

    /** The peers of Org1, Org2 and Org3. */
    public List<SigningIdentity> peers() {
        return peers;
    }

    /** Enough endorsers: two of three organisations. */
    public List<SigningIdentity> majority() {
        return peers.subList(0, 2);
    }

    public SigningIdentity client() {
        return client;
    }

    /** Opens a ledger, and begins it if it is not there. */
    public FileLedger open(Path folder) {
        return FileLedger.open(folder, this::genesis, crypto.orderer().node());
    }

    public Block genesis() {
        ChannelProfile profile = ChannelProfile.standard(CHANNEL, new Endpoint("orderer.example.com", 7050), Map.of());
        return GenesisBlock.of(profile, crypto);
    }

    /** A ledger whose block 1 defines {@link #CHAINCODE}. */
    public FileLedger openDefined(Path folder) {
        FileLedger ledger = open(folder);
        ledger.commit(List.of(define(ledger, CHAINCODE, 1)));
        return ledger;
    }

    public Envelope define(Ledger ledger, String chaincode, long sequence) {
        ChaincodeDefinition definition = ChaincodeDefinition.standard(chaincode, "1." + sequence, sequence);
        SigningIdentity admin = crypto.organisations().get(0).admin();
        return DefinitionTransaction.of(CHANNEL, definition, ledger.snapshot(), admin, majority());
    }

    /** A transaction of the chaincode, endorsed by a majority. */
    public Envelope transaction(ReadsAndWrites effect) {
        return draft().endorsed(action(effect), majority());
    }

    public TransactionDraft draft() {
        return TransactionDraft.of(CHANNEL, CHAINCODE, List.of(ByteString.copyFromUtf8("test")), client);
    }

    public static ChaincodeAction action(ReadsAndWrites effect) {
        return ChaincodeAction.newBuilder()
                .setResults(effect.build().toByteString())
                .setResponse(Response.newBuilder().setStatus(200))
                .setChaincodeId(ChaincodeID.newBuilder().setName(CHAINCODE).setVersion("1.1"))
                .build();
    }
}
