package org.evenhand.audit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.evenhand.audit.source.BlockSources;
import org.evenhand.network.config.ChannelProfile;
import org.evenhand.network.config.Endpoint;
import org.evenhand.network.config.GenesisBlock;
import org.evenhand.network.crypto.CryptoMaterial;
import org.evenhand.network.crypto.OrganisationMaterial;
import org.evenhand.network.ledger.CommittedBlock;
import org.evenhand.network.ledger.CommittedTransaction;
import org.evenhand.network.lifecycle.ChaincodeDefinition;
import org.evenhand.network.lifecycle.DefinitionTransaction;
import org.evenhand.network.msp.SigningIdentity;
import org.evenhand.network.storage.FileLedger;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/** The embedded network's ledger with two chaincodes, without anything around it that would refuse odd transactions. */
final class EmbeddedLedger implements AutoCloseable {
    static final String CHANNEL = "differential";
    static final List<String> CHAINCODES = List.of("alpha", "beta");

    private final Path folder;
    private final CryptoMaterial crypto;
    private final FileLedger ledger;

    EmbeddedLedger(Path folder) {
        this.folder = folder.resolve("ledger");
        crypto = CryptoMaterial.open(folder.resolve("crypto"), List.of("Org1", "Org2", "Org3"));
        ChannelProfile profile = ChannelProfile.standard(CHANNEL, new Endpoint("127.0.0.1", 7050), Map.of());
        ledger = FileLedger.open(
                this.folder,
                () -> GenesisBlock.of(profile, crypto),
                crypto.orderer().node());
        for (String chaincode : CHAINCODES) {
            ledger.commit(List.of(DefinitionTransaction.of(
                    CHANNEL,
                    ChaincodeDefinition.standard(chaincode, "1.0", 1),
                    ledger.snapshot(),
                    organisations().get(0).admin(),
                    peers())));
        }
    }

    List<OrganisationMaterial> organisations() {
        return crypto.organisations();
    }

    FileLedger ledger() {
        return ledger;
    }

    List<SigningIdentity> peers() {
        return organisations().stream().map(OrganisationMaterial::node).toList();
    }

    /** A transaction that a majority endorses, and that does nothing yet. */
    Forgery call(String chaincode, Random random) {
        byte[] nonce = new byte[24];
        random.nextBytes(nonce);
        return new Forgery(CHANNEL, chaincode, organisations().get(0).user(), nonce, peers().subList(0, 2));
    }

    /** Commits a block, and returns what the network says of each of its transactions. */
    List<TxValidationCode> commit(List<Envelope> batch) {
        CommittedBlock block = ledger.commit(batch);
        return new ArrayList<>(
                block.transactions().stream().map(CommittedTransaction::code).toList());
    }

    AuditReport audit() throws Exception {
        return Auditor.verify(BlockSources.in(folder), AuditOptions.standard(), AuditProgress.NONE);
    }

    @Override
    public void close() {
        ledger.close();
    }
}
