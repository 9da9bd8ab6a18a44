package org.evenhand.audit;

/** Everything an audit can find. The codes are stable: scripts and people may rely on them. */
public enum FindingCode {
    EVIDENCE_INCOMPLETE("evidence", "evidence-incomplete", Severity.INCOMPLETE),

    GENESIS_MISSING("chain", "genesis-missing", Severity.INCOMPLETE),
    GENESIS_UNEXPECTED("chain", "genesis-unexpected", Severity.MISMATCH),
    GENESIS_UNPINNED("chain", "genesis-unpinned", Severity.NOTICE),
    HEAD_MISSING("chain", "head-missing", Severity.INCOMPLETE),
    BLOCK_MALFORMED("chain", "block-malformed", Severity.MISMATCH),
    BLOCK_NOT_CANONICAL("chain", "block-not-canonical", Severity.MISMATCH),
    BLOCK_NUMBER_UNEXPECTED("chain", "block-number-unexpected", Severity.MISMATCH),
    PREVIOUS_HASH_MISMATCH("chain", "previous-hash-mismatch", Severity.MISMATCH),
    DATA_HASH_MISMATCH("chain", "data-hash-mismatch", Severity.MISMATCH),

    BLOCK_SIGNATURE_INVALID("ordering", "block-signature-invalid", Severity.MISMATCH),
    BLOCK_SIGNATURES_INSUFFICIENT("ordering", "block-signatures-insufficient", Severity.MISMATCH),
    LAST_CONFIG_MISMATCH("ordering", "last-config-mismatch", Severity.MISMATCH),
    CONFIG_UNAUTHORISED("ordering", "config-unauthorised", Severity.MISMATCH),
    CONFIG_UNREADABLE("ordering", "config-unreadable", Severity.INCOMPLETE),
    CONFIG_UNSUPPORTED("ordering", "config-unsupported", Severity.INCOMPLETE),

    CREATOR_UNTRUSTED("identity", "creator-untrusted", Severity.MISMATCH),
    CERTIFICATE_EXPIRED("identity", "certificate-expired", Severity.NOTICE),

    CREATOR_SIGNATURE_INVALID("entitlement", "creator-signature-invalid", Severity.MISMATCH),
    TRANSACTION_ID_MISMATCH("entitlement", "transaction-id-mismatch", Severity.MISMATCH),
    TRANSACTION_MALFORMED("entitlement", "transaction-malformed", Severity.MISMATCH),
    CHAINCODE_UNDEFINED("entitlement", "chaincode-undefined", Severity.MISMATCH),
    ENDORSEMENT_POLICY_UNSATISFIED("entitlement", "endorsement-policy-unsatisfied", Severity.MISMATCH),
    VALIDATION_PLUGIN_UNSUPPORTED("entitlement", "validation-plugin-unsupported", Severity.INCOMPLETE),

    TRANSACTION_ID_REPEATED("effect", "transaction-id-repeated", Severity.MISMATCH),
    READ_CONFLICT_IGNORED("effect", "read-conflict-ignored", Severity.MISMATCH),
    PHANTOM_CONFLICT_IGNORED("effect", "phantom-conflict-ignored", Severity.MISMATCH),
    VALIDATION_FLAG_MISMATCH("effect", "validation-flag-mismatch", Severity.MISMATCH),
    VALIDATION_FLAGS_MISSING("effect", "validation-flags-missing", Severity.INCOMPLETE),
    COMMIT_HASH_MISMATCH("effect", "commit-hash-mismatch", Severity.MISMATCH),
    COMMIT_HASH_MISSING("effect", "commit-hash-missing", Severity.INCOMPLETE),

    CHAINCODE_MISSING("decision", "chaincode-missing", Severity.INCOMPLETE),
    CHAINCODE_NOT_REPLAYED("decision", "chaincode-not-replayed", Severity.INCOMPLETE),
    FOREIGN_WRITE("decision", "foreign-write", Severity.MISMATCH),
    RULES_UNKNOWN("decision", "rules-unknown", Severity.INCOMPLETE),
    DECISION_REFUSED("decision", "decision-refused", Severity.MISMATCH),
    DECISION_WRITES_MISMATCH("decision", "decision-writes-mismatch", Severity.MISMATCH),
    DECISION_READS_MISMATCH("decision", "decision-reads-mismatch", Severity.MISMATCH),
    DECISION_EVENT_MISMATCH("decision", "decision-event-mismatch", Severity.MISMATCH),
    DECISION_RESPONSE_MISMATCH("decision", "decision-response-mismatch", Severity.MISMATCH);

    private final String layer;
    private final String code;
    private final Severity severity;

    FindingCode(String layer, String code, Severity severity) {
        this.layer = layer;
        this.code = code;
        this.severity = severity;
    }

    /** Returns the layer of the audit that looks for this. */
    public String layer() {
        return layer;
    }

    /** Returns the stable code. */
    public String code() {
        return code;
    }

    /** Returns what it means for the verdict. */
    public Severity severity() {
        return severity;
    }
}
