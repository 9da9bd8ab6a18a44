package org.evenhand.cli.work;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.evenhand.core.json.Digest;
import org.evenhand.node.content.InputManifest;
import org.evenhand.node.exchange.Contact;
import org.evenhand.node.exchange.ExchangeClient;

/** Hands inputs to a node, and after them the manifest: whoever finds that finds the rest. */
final class Upload {
    private static final int AT_ONCE = 4;

    private final Helpers helpers;
    private final Contact node;
    private final Semaphore room = new Semaphore(AT_ONCE);

    Upload(Helpers helpers, Contact node) {
        this.helpers = helpers;
        this.node = node;
    }

    void run(List<LocalInput> inputs, InputManifest manifest)
            throws IOException, InterruptedException, ExecutionException {
        List<Future<?>> under = new ArrayList<>();
        try {
            for (LocalInput input : inputs) {
                room.acquire();
                under.add(helpers.threads().submit(() -> {
                    try {
                        put(input);
                    } finally {
                        room.release();
                    }
                    return null;
                }));
                failEarly(under);
            }
            for (Future<?> each : under) {
                each.get();
            }
        } finally {
            under.forEach(each -> each.cancel(true));
        }
        helpers.client().put(node, manifest.digest(), manifest.toBytes());
    }

    private static void failEarly(List<Future<?>> under) throws InterruptedException, ExecutionException {
        for (Iterator<Future<?>> open = under.iterator(); open.hasNext(); ) {
            Future<?> each = open.next();
            if (each.isDone()) {
                each.get();
                open.remove();
            }
        }
    }

    private void put(LocalInput input) throws IOException, InterruptedException {
        ExchangeClient client = helpers.client();
        Digest digest = input.input().digest();
        if (client.has(node, digest)) {
            return;
        }
        if (input.content() instanceof LocalInput.Content.InFile file) {
            client.put(node, digest, file.path());
        } else if (input.content() instanceof LocalInput.Content.InMemory memory) {
            client.put(node, digest, memory.bytes().toArray());
        }
    }
}
