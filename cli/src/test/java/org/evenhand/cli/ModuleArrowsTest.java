package org.evenhand.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Holds the arrows of docs/architecture.md: who may know whom. */
class ModuleArrowsTest {
    private static final String CORE = "org.evenhand.core..";
    private static final String CHAINCODE = "org.evenhand.chaincode..";
    private static final String CLIENT = "org.evenhand.client..";
    private static final String NODE = "org.evenhand.node..";
    private static final String AUDITOR = "org.evenhand.audit..";
    private static final String NETWORK = "org.evenhand.network..";
    private static final String EVALUATION = "org.evenhand.evaluation..";
    private static final String OPERATIONS = "org.evenhand.operations..";
    private static final String CLI = "org.evenhand.cli..";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.evenhand");

    private static void knowsNothingOf(String module, String... others) {
        noClasses()
                .that()
                .resideInAPackage(module)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(CLASSES);
    }

    @Test
    void the_core_knows_nobody() {
        knowsNothingOf(CORE, CHAINCODE, CLIENT, NODE, AUDITOR, NETWORK, EVALUATION, OPERATIONS, CLI);
    }

    @Test
    void what_daemons_show_knows_no_daemon() {
        knowsNothingOf(OPERATIONS, CORE, CHAINCODE, CLIENT, NODE, AUDITOR, NETWORK, EVALUATION, CLI);
    }

    @Test
    void the_chaincode_knows_the_core_and_how_to_show_itself() {
        knowsNothingOf(CHAINCODE, CLIENT, NODE, AUDITOR, NETWORK, EVALUATION, CLI);
    }

    @Test
    void the_client_knows_the_core_alone() {
        knowsNothingOf(CLIENT, CHAINCODE, NODE, AUDITOR, NETWORK, EVALUATION, OPERATIONS, CLI);
    }

    @Test
    void the_node_reaches_the_ledger_through_the_client_alone() {
        knowsNothingOf(NODE, CHAINCODE, AUDITOR, NETWORK, EVALUATION, OPERATIONS, CLI);
    }

    @Test
    void the_auditor_trusts_neither_contract_nor_client_nor_network() {
        knowsNothingOf(AUDITOR, CHAINCODE, CLIENT, NODE, NETWORK, EVALUATION, OPERATIONS, CLI);
    }

    @Test
    void the_network_knows_nothing_of_evenhand() {
        knowsNothingOf(NETWORK, CORE, CHAINCODE, CLIENT, NODE, AUDITOR, EVALUATION, OPERATIONS, CLI);
    }

    @Test
    void the_evaluation_drives_clients_and_nodes_of_any_network() {
        knowsNothingOf(EVALUATION, CHAINCODE, NETWORK, OPERATIONS, CLI);
    }
}
