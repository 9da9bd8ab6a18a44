/**
 * The ledger's implementation: block files, immutable state, indexes.
 *
 * <p><b>What a start costs.</b> Only the block files are kept. Each start reads all of them and replays every block by
 * its stored flags, checking all hashes on the way and no signatures; the state, the place of every write of every key,
 * and every transaction's id are then on the heap, and stay there. Measured on two busy cores: 2,002 blocks with 50,000
 * transactions (192 MB of files, 20,000 keys with values of 200 bytes) take 2.6 seconds, some 19,000 transactions or 75
 * MB a second. Both grow with the whole ledger, not with its state. That is enough for what this network is for, which
 * is to try, to test and to demonstrate; there are no snapshots. A Fabric peer keeps its state and indexes in a
 * database, and its start costs next to nothing.
 */
@NullMarked
package org.evenhand.network.storage;

import org.jspecify.annotations.NullMarked;
