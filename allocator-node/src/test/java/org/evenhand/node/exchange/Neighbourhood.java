package org.evenhand.node.exchange;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.Address;
import org.evenhand.core.model.StreamId;
import org.evenhand.network.crypto.CryptoMaterial;
import org.evenhand.network.crypto.OrganisationMaterial;
import org.evenhand.network.msp.Role;
import org.evenhand.node.content.ContentStore;
import org.evenhand.node.content.StoreLimits;
import org.evenhand.node.ledger.LedgerException;

/** Nodes with Fabric identities that listen on this machine, and a ledger that a test writes by hand. */
final class Neighbourhood implements Directory, AutoCloseable {
    final ExecutorService threads = Executors.newCachedThreadPool();
    private final Path folder;
    private final CryptoMaterial crypto;
    private final TreeMap<StreamId, Contact> registered = new TreeMap<>();
    private final Deque<ExchangeServer> servers = new ArrayDeque<>();
    private boolean silent;

    Neighbourhood(Path folder) {
        this.folder = folder;
        this.crypto = CryptoMaterial.open(folder.resolve("crypto"), List.of("Org1", "Org2"));
    }

    TlsIdentity identity(String name) throws IOException {
        StreamId stream = StreamId.parse(name);
        OrganisationMaterial organisation = crypto.organisations().stream()
                .filter(one -> one.mspId().equals(stream.msp().id()))
                .findFirst()
                .orElseThrow();
        organisation.issue(stream.name(), Role.CLIENT);
        Path msp = organisation
                .folder()
                .resolve("users")
                .resolve(stream.name() + "@" + organisation.domain())
                .resolve("msp");
        return TlsIdentity.fromMsp(stream, msp);
    }

    /** Puts a stream on the ledger, with the key of an identity. */
    synchronized Contact register(String name, TlsIdentity owner, Optional<InetSocketAddress> address) {
        StreamId stream = StreamId.parse(name);
        Contact contact =
                new Contact(stream, owner.key(), address.map(at -> new Address(at.getHostString(), at.getPort())));
        registered.put(stream, contact);
        return contact;
    }

    TlsIdentity registered(String name) throws IOException {
        TlsIdentity identity = identity(name);
        register(name, identity, Optional.empty());
        return identity;
    }

    /** A port of this machine. */
    static InetSocketAddress here(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    ContentStore store(String name) throws IOException {
        return ContentStore.open(
                Files.createDirectories(folder.resolve(name)), StoreLimits.DEFAULT, System::currentTimeMillis);
    }

    /** Starts a node that gives what is in a store. */
    Contact node(String name, ContentStore store) throws IOException {
        TlsIdentity identity = identity(name);
        ExchangeServer server = ExchangeServer.start(identity, this, store, here(0));
        servers.push(server);
        return register(name, identity, Optional.of(here(server.address().getPort())));
    }

    ExchangeClient client(TlsIdentity identity) {
        return new ExchangeClient(identity, threads, 20_000);
    }

    /** Cuts everybody off from the ledger. */
    synchronized void silence() {
        silent = true;
    }

    private void requireLedger() throws LedgerException {
        if (silent) {
            throw LedgerException.of(LedgerException.Kind.UNAVAILABLE, "the ledger cannot be reached", null);
        }
    }

    @Override
    public synchronized Optional<Contact> find(StreamId stream) throws LedgerException {
        requireLedger();
        return Optional.ofNullable(registered.get(stream));
    }

    @Override
    public synchronized List<Contact> nodes() throws LedgerException {
        requireLedger();
        List<Contact> nodes = new ArrayList<>(registered.values());
        nodes.removeIf(contact -> contact.address().isEmpty());
        return nodes;
    }

    static Digest digest(byte[] bytes) {
        return Digest.of(bytes);
    }

    @Override
    public void close() {
        servers.forEach(ExchangeServer::close);
        threads.shutdownNow();
    }
}
