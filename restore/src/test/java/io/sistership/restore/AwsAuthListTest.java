package io.sistership.restore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AwsAuthListTest {

    private static final AwsAuthList ROLES = AwsAuthList.ALL.getFirst();
    private static final AwsAuthList ACCOUNTS = AwsAuthList.ALL.getLast();

    @Test
    void entries_of_the_recovery_side_follow_those_captured_which_keep_their_spelling() {
        var wanted =
                """
                  - groups:   # people
                    - system:masters
                    rolearn: arn:aws:iam::222222222222:role/admin
                """;
        var there =
                """
                - rolearn: arn:aws:iam::222222222222:role/nodes
                  username: system:node:{{EC2PrivateDNSName}}
                """;

        assertThat(ROLES.merge(wanted, there))
                .isEqualTo(
                        """
                          - groups:   # people
                            - system:masters
                            rolearn: arn:aws:iam::222222222222:role/admin
                          - rolearn: "arn:aws:iam::222222222222:role/nodes"
                            username: "system:node:{{EC2PrivateDNSName}}"
                        """);
    }

    @Test
    void comments_and_the_start_of_a_document_are_kept_before_the_entries() {
        var wanted =
                """
                ---
                # people - who may come in

                  - {rolearn: 'arn:aws:iam::222222222222:role/admin',   username: admin}
                """;
        var there = "- rolearn: arn:aws:iam::222222222222:role/nodes\n";

        assertThat(ROLES.merge(wanted, there))
                .isEqualTo(wanted + "  - rolearn: \"arn:aws:iam::222222222222:role/nodes\"\n");
    }

    @Test
    void an_entry_of_the_same_role_is_as_captured() {
        var wanted = "- rolearn: arn:aws:iam::222222222222:role/nodes\n  groups: [a]\n";
        var there = "- rolearn: arn:aws:iam::222222222222:role/nodes\n  groups: [b]\n";

        assertThat(ROLES.merge(wanted, there)).isEqualTo(wanted);
    }

    @Test
    void lists_in_json_and_empty_ones_are_merged_too() {
        var there = "- rolearn: arn:aws:iam::222222222222:role/nodes\n";

        assertThat(
                        ROLES.same(
                                ROLES.merge(
                                        "[{\"rolearn\":\"arn:aws:iam::222222222222:role/a\"}]",
                                        there),
                                "- rolearn: arn:aws:iam::222222222222:role/a\n- rolearn: arn:aws:iam::222222222222:role/nodes\n"))
                .isTrue();
        assertThat(ROLES.same(ROLES.merge("", there), there)).isTrue();
        assertThat(ROLES.merge(there, "")).isEqualTo(there);
    }

    @Test
    void accounts_are_plain_texts() {
        assertThat(
                        ACCOUNTS.merge(
                                "- \"111111111111\"\n", "- \"111111111111\"\n- \"222222222222\"\n"))
                .isEqualTo("- \"111111111111\"\n- \"222222222222\"\n");
    }
}
