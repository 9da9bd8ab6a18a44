package org.evenhand.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Channel;
import java.security.GeneralSecurityException;
import java.util.List;
import org.evenhand.client.connect.ClientIdentity;
import org.evenhand.core.contract.Request;
import org.evenhand.core.model.MspId;
import org.hyperledger.fabric.client.Gateway;
import org.hyperledger.fabric.client.Hash;
import org.hyperledger.fabric.client.Network;
import org.hyperledger.fabric.client.Proposal;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.gateway.CommitStatusRequest;
import org.hyperledger.fabric.protos.gateway.ProposedTransaction;
import org.hyperledger.fabric.protos.gateway.SignedCommitStatusRequest;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;

/** Makes proposals as Fabric's SDK makes them, and signs whatever one identity sends. */
final class RequestSigner implements AutoCloseable {
    private final ClientIdentity identity;
    private final Gateway gateway;
    private final Network network;
    private final ByteString creator;

    RequestSigner(ClientIdentity identity, Channel channel, String channelName) {
        this.identity = identity;
        this.gateway = Gateway.newInstance()
                .identity(identity.toFabric())
                .signer(identity.signer())
                .hash(Hash.SHA256)
                .connection(channel)
                .connect();
        this.network = gateway.getNetwork(channelName);
        this.creator = SerializedIdentity.newBuilder()
                .setMspid(identity.msp().id())
                .setIdBytes(ByteString.copyFrom(identity.toFabric().getCredentials()))
                .build()
                .toByteString();
    }

    /** The channel as the SDK shows it, for subscriptions. */
    Network network() {
        return network;
    }

    SignedRequest sign(String chaincode, Request request, List<MspId> endorsers) {
        Proposal.Builder builder = network.getContract(chaincode)
                .newProposal(request.function())
                .addArguments(request.arguments().toArray(new String[0]));
        if (!endorsers.isEmpty()) {
            builder.setEndorsingOrganizations(endorsers.stream().map(MspId::id).toArray(String[]::new));
        }
        Proposal proposal = builder.build();
        try {
            ProposedTransaction proposed = ProposedTransaction.parseFrom(proposal.getBytes());
            return new SignedRequest(
                    proposal.getTransactionId(),
                    proposed.getProposal().toBuilder()
                            .setSignature(signature(proposal.getDigest()))
                            .build());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the SDK wrote a proposal that nobody can read", e);
        }
    }

    Envelope sign(Envelope transaction) {
        return transaction.toBuilder()
                .setSignature(
                        signature(Hash.SHA256.apply(transaction.getPayload().toByteArray())))
                .build();
    }

    SignedCommitStatusRequest sign(String channelName, String transactionId) {
        ByteString request = CommitStatusRequest.newBuilder()
                .setChannelId(channelName)
                .setTransactionId(transactionId)
                .setIdentity(creator)
                .build()
                .toByteString();
        return SignedCommitStatusRequest.newBuilder()
                .setRequest(request)
                .setSignature(signature(Hash.SHA256.apply(request.toByteArray())))
                .build();
    }

    private ByteString signature(byte[] digest) {
        try {
            return ByteString.copyFrom(identity.signer().sign(digest));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key of " + identity.msp() + " cannot sign", e);
        }
    }

    @Override
    public void close() {
        gateway.close();
    }
}
