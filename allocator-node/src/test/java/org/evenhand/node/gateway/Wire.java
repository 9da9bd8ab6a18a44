package org.evenhand.node.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A wire between a node and its peer that can be cut: what is under way is lost, and nobody gets through any more. */
final class Wire implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final ServerSocket server;
    private final int peerPort;
    private final List<Socket> sockets = new ArrayList<>();
    private boolean isCut;

    private Wire(int peerPort) throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.peerPort = peerPort;
        run("wire", this::acceptAll);
    }

    /** A wire to a port of this machine's. */
    static Wire to(int peerPort) throws IOException {
        return new Wire(peerPort);
    }

    private static void run(String name, Runnable action) {
        Thread thread = new Thread(action, name);
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    private void acceptAll() {
        try {
            while (true) {
                connect(server.accept());
            }
        } catch (IOException closed) {
            // Nobody is waited for any more.
        }
    }

    private void connect(Socket near) throws IOException {
        synchronized (sockets) {
            if (isCut) {
                near.close();
                return;
            }
            Socket far = new Socket(InetAddress.getLoopbackAddress(), peerPort);
            sockets.add(near);
            sockets.add(far);
            run("wire there", () -> pass(near, far));
            run("wire back", () -> pass(far, near));
        }
    }

    private static void pass(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
            }
        } catch (IOException broken) {
            // That is what a wire that was cut looks like.
        }
    }

    void cut() throws IOException {
        synchronized (sockets) {
            isCut = true;
            for (Socket socket : sockets) {
                socket.close();
            }
            sockets.clear();
        }
    }

    void restore() {
        synchronized (sockets) {
            isCut = false;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
