package org.evenhand.node.execution;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;

/** Sends datagrams to itself over the loopback interface, so many kbit a second. */
final class NetworkTraffic implements Closeable {
    private static final int PACKET_BYTES = 1_024;

    private final long kbitPerSecond;
    private final @Nullable DatagramChannel channel;
    private final ByteBuffer packet = ByteBuffer.allocate(PACKET_BYTES);
    private long owedBits;

    private NetworkTraffic(long kbitPerSecond, @Nullable DatagramChannel channel) {
        this.kbitPerSecond = kbitPerSecond;
        this.channel = channel;
    }

    /** Traffic at a rate; at a rate of 0 no port is opened. */
    static NetworkTraffic open(long kbitPerSecond) throws IOException {
        if (kbitPerSecond == 0) {
            return new NetworkTraffic(0, null);
        }
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            channel.connect(channel.getLocalAddress());
            channel.configureBlocking(false);
            return new NetworkTraffic(kbitPerSecond, channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Sends what is due for so many milliseconds; says how many bytes that was. */
    long during(long millis) throws IOException {
        if (channel == null) {
            return 0;
        }
        owedBits += kbitPerSecond * millis;
        long sent = 0;
        while (owedBits >= PACKET_BYTES * 8L) {
            packet.clear();
            sent += channel.write(packet);
            packet.clear();
            channel.read(packet);
            owedBits -= PACKET_BYTES * 8L;
        }
        return sent;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
