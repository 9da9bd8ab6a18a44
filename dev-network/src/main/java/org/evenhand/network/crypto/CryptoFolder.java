package org.evenhand.network.crypto;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Key material in a folder, laid out as Fabric's test network lays it out.
 *
 * @param organisations the peers' organisations.
 * @param orderer the orderer's.
 */
record CryptoFolder(List<OrganisationMaterial> organisations, OrganisationMaterial orderer) implements CryptoMaterial {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,40}");
    private static final String PEERS = "peerOrganizations";
    private static final String ORDERERS = "ordererOrganizations";
    private static final String DOMAIN = "example.com";

    CryptoFolder {
        organisations = List.copyOf(organisations);
    }

    static CryptoFolder open(Path folder, List<String> names) {
        checkNames(names);
        try {
            if (Files.notExists(folder)) {
                create(folder, names);
            }
            return load(folder, names);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot set up key material in " + folder, e);
        }
    }

    static CryptoFolder openExisting(Path folder, List<String> names) {
        checkNames(names);
        try {
            return load(folder, names);
        } catch (IOException e) {
            throw new UncheckedIOException("no key material in " + folder, e);
        }
    }

    private static void checkNames(List<String> names) {
        Set<String> domains = new HashSet<>();
        for (String name : names) {
            if (!NAME.matcher(name).matches()
                    || !domains.add(domain(name))
                    || domain(name).equals("orderer")) {
                throw new IllegalArgumentException("organisation name not usable, or used twice: " + name);
            }
        }
        if (names.isEmpty()) {
            throw new IllegalArgumentException("a network needs an organisation");
        }
    }

    private static void create(Path folder, List<String> names) throws IOException {
        Path unfinished = folder.resolveSibling(folder.getFileName() + ".unfinished");
        MaterialFiles.deleteTree(unfinished);
        Stream<OrganisationFolder> all = Stream.concat(
                names.stream().map(name -> peerOrganisation(unfinished, name)), Stream.of(orderer(unfinished)));
        all.parallel().forEach(OrganisationFolder::create);
        Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    private static CryptoFolder load(Path folder, List<String> names) throws IOException {
        Set<String> expected =
                names.stream().map(name -> domain(name) + "." + DOMAIN).collect(Collectors.toSet());
        try (Stream<Path> present = Files.list(folder.resolve(PEERS))) {
            Set<String> found =
                    present.map(path -> path.getFileName().toString()).collect(Collectors.toSet());
            if (!found.equals(expected)) {
                throw new IllegalArgumentException(
                        folder + " holds key material of " + found + ", asked was for " + expected);
            }
        }
        return new CryptoFolder(
                names.stream()
                        .map(name -> (OrganisationMaterial) peerOrganisation(folder, name))
                        .toList(),
                orderer(folder));
    }

    private static OrganisationFolder peerOrganisation(Path folder, String name) {
        String domain = domain(name) + "." + DOMAIN;
        return new OrganisationFolder(folder.resolve(PEERS).resolve(domain), name, name + "MSP", domain, NodeKind.PEER);
    }

    private static OrganisationFolder orderer(Path folder) {
        return new OrganisationFolder(
                folder.resolve(ORDERERS).resolve(DOMAIN), "OrdererOrg", "OrdererMSP", DOMAIN, NodeKind.ORDERER);
    }

    private static String domain(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
