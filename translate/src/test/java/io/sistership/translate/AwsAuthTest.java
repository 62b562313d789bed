package io.sistership.translate;

import static io.sistership.translate.Fixtures.applied;
import static io.sistership.translate.Fixtures.subject;
import static io.sistership.translate.Fixtures.translator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sistership.model.Issue;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AwsAuthTest {

    private static final String NODES = "arn:aws:iam::111111111111:role/shop-nodes";
    private static final String ADMINS = "arn:aws:iam::111111111111:role/shop-admins";
    private static final Map<String, String> ROLES =
            Map.of(
                    // With its path, which the ConfigMap leaves out.
                    "arn:aws:iam::111111111111:role/eks/shop-nodes",
                    "arn:aws:iam::222222222222:role/eks/shop-nodes-2",
                    ADMINS,
                    "arn:aws:iam::222222222222:role/shop-admins");

    @Test
    void translates_roles_inside_the_text_and_keeps_its_formatting() {
        var yaml = Fixtures.text("aws-auth.yaml") + "\n";
        var subject = awsAuth("mapRoles", yaml);

        var translated = translator(ROLES).translate(subject);

        assertThat(translated.issues()).isEmpty();
        assertThat(text(subject, translated, "mapRoles"))
                .isEqualTo(
                        yaml.replace(
                                        "rolearn: " + NODES,
                                        "rolearn: arn:aws:iam::222222222222:role/shop-nodes-2")
                                .replace(
                                        '"' + ADMINS + '"',
                                        "\"arn:aws:iam::222222222222:role/shop-admins\""));
        assertThat(translated.translations())
                .extracting(Translation::place, Translation::before)
                .containsExactly(
                        tuple("/data/mapRoles#[0].rolearn", NODES),
                        tuple("/data/mapRoles#[1].rolearn", ADMINS));
    }

    @Test
    void changes_nothing_of_the_bytes_beside_the_arn() {
        var json =
                "{\"metadata\":{\"name\":\"aws-auth\",\"namespace\":\"kube-system\"},\"data\":{\"mapRoles\":\"- rolearn: "
                        + NODES
                        + "\\r\\n  username: \\u003cx\\u003e\\n\",\"n\":\"1\"}}";
        var subject = subject(Fixtures.CONFIG_MAP, json);

        var translated = translator(ROLES).translate(subject);

        assertThat(applied(subject, translated.edits()))
                .isEqualTo(json.replace(NODES, "arn:aws:iam::222222222222:role/shop-nodes-2"));
    }

    @Test
    void translates_accounts_and_those_users_that_have_a_counterpart() {
        var users =
                """
                - userarn: arn:aws:iam::111111111111:user/ann
                  username: ann
                - userarn: arn:aws:iam::111111111111:user/bob
                  username: bob
                """;
        var accounts = "- \"111111111111\"\n- 111111111111\n- '333333333333'\n";
        var subject =
                subject(
                        Fixtures.CONFIG_MAP,
                        JsonBuilder.object()
                                .object(
                                        "metadata",
                                        m ->
                                                m.text("name", "aws-auth")
                                                        .text("namespace", "kube-system"))
                                .object(
                                        "data",
                                        d ->
                                                d.text("mapUsers", users)
                                                        .text("mapAccounts", accounts))
                                .document()
                                .root()
                                .raw());
        var ann = "arn:aws:iam::111111111111:user/ann";
        var other = "arn:aws:iam::222222222222:user/people/ann";

        var translated = translator(Map.of(ann, other)).translate(subject);

        assertThat(translated.issues()).isEmpty();
        assertThat(text(subject, translated, "mapUsers")).isEqualTo(users.replace(ann, other));
        assertThat(text(subject, translated, "mapAccounts"))
                .isEqualTo(accounts.replace("111111111111", "222222222222"));
    }

    @Test
    void a_role_without_counterpart_blocks_with_its_place_in_the_text() {
        var subject = awsAuth("mapRoles", "- rolearn: " + NODES + "\n");

        var translated = translator(Map.of()).translate(subject);

        assertThat(translated.edits()).isEmpty();
        assertThat(translated.issues())
                .containsExactly(
                        Issue.blocking(
                                "role-without-counterpart",
                                "ConfigMap kube-system/aws-auth /data/mapRoles#[0].rolearn",
                                "role " + NODES + " has no counterpart in account 222222222222",
                                "name its counterpart under `counterparts:` in sistership.yaml: `"
                                        + NODES
                                        + ": ...`"));
    }

    @Test
    void an_alias_is_edited_once_at_its_anchor() {
        var yaml = "- rolearn: &r !!str '" + NODES + "'\n- rolearn: *r\n";
        var subject = awsAuth("mapRoles", yaml);

        assertThat(text(subject, translator(ROLES).translate(subject), "mapRoles"))
                .isEqualTo(yaml.replace(NODES, "arn:aws:iam::222222222222:role/shop-nodes-2"));
    }

    @Test
    void a_value_spread_over_lines_blocks_and_an_unreadable_text_is_told() {
        var folded = awsAuth("mapRoles", "- rolearn: >-\n    " + NODES + "\n");
        var broken = awsAuth("mapRoles", "- rolearn: [\n");

        assertThat(translator(ROLES).translate(folded).issues())
                .extracting(Issue::code)
                .containsExactly("aws-auth-uneditable");
        assertThat(translator(ROLES).translate(broken).issues())
                .extracting(Issue::code)
                .containsExactly("aws-auth-unreadable");
    }

    @Test
    void other_config_maps_and_texts_of_other_shape_stay() {
        var elsewhere =
                awsAuth("mapRoles", "- rolearn: " + NODES + "\n")
                        .document()
                        .root()
                        .raw()
                        .replace("kube-system", "shop");

        assertThat(translator(ROLES).translate(subject(Fixtures.CONFIG_MAP, elsewhere)).edits())
                .isEmpty();
        var secret = awsAuth("mapRoles", "- rolearn: " + NODES + "\n").document();
        assertThat(translator(ROLES).translate(Subject.of(Fixtures.SECRET, secret)).edits())
                .isEmpty();
        assertThat(translator(ROLES).translate(awsAuth("mapRoles", "a: b\n")).edits()).isEmpty();
        assertThat(translator(ROLES).translate(awsAuth("mapRoles", "")).edits()).isEmpty();
        assertThat(translator(ROLES).translate(awsAuth("other", "- rolearn: " + NODES)).edits())
                .isEmpty();
    }

    private static Subject awsAuth(String key, String yaml) {
        return Subject.of(
                Fixtures.CONFIG_MAP,
                JsonBuilder.object()
                        .object(
                                "metadata",
                                m -> m.text("name", "aws-auth").text("namespace", "kube-system"))
                        .object("data", d -> d.text(key, yaml))
                        .document());
    }

    private static String text(Subject subject, Translated translated, String key) {
        return JsonDocument.of(applied(subject, translated.edits())).text("/data/" + key).get();
    }
}
