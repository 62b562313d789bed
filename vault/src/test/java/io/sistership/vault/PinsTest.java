package io.sistership.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sistership.model.Sha256;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import org.junit.jupiter.api.Test;

/// Keys are trusted by what they are, not by what they are called.
class PinsTest {

    private final InMemoryBlobStore state = new InMemoryBlobStore("state");
    private final Pins pins = new Pins(state);
    private final Pin pin = new InMemorySigner().pin(Sample.PRIMARY, Sample.NOW);

    @Test
    void finds_a_pin_by_its_keys_id() {
        pins.put(pin);

        assertThat(pins.find(pin.keyId())).contains(pin);
        assertThat(pins.all()).containsExactly(pin);
        assertThat(state.keys()).containsExactly("pins/" + pin.keyId() + ".json");
    }

    @Test
    void names_a_key_by_the_digest_of_its_der_encoding() {
        assertThat(pin.keyId()).isEqualTo(Sha256.of(pin.key().getEncoded()));
        assertThat(Pin.of(pin.key().getEncoded(), pin.notBefore(), pin.notAfter(), pin.kmsKey()))
                .isEqualTo(pin);
    }

    @Test
    void begins_with_the_second_in_which_it_was_made_as_points_are_dated_to_the_second() {
        var made = new Pin(pin.key(), Sample.NOW.plusMillis(700), pin.notAfter(), pin.kmsKey());

        assertThat(made.notBefore()).isEqualTo(Sample.NOW);
    }

    @Test
    void finds_a_pin_by_the_kms_key_that_signs_and_knows_its_account() {
        var other = new InMemorySigner();
        pins.put(other.pin(Sample.PRIMARY, Sample.NOW));
        pins.put(pin);

        assertThat(pins.ofKmsKey(pin.kmsKey())).contains(pin);
        assertThat(pins.ofKmsKey(new InMemorySigner().kmsKey(Sample.PRIMARY))).isEmpty();
        assertThat(pin.account()).isEqualTo(Sample.PRIMARY);
    }

    @Test
    void ends_a_pin_without_forgetting_it() {
        pins.put(pin);

        pins.put(pin.until(Sample.NOW));

        assertThat(pins.all()).containsExactly(pin.until(Sample.NOW));
        assertThat(pins.find(pin.keyId()).orElseThrow().notAfter()).isEqualTo(Sample.NOW);
    }

    @Test
    void does_not_know_other_keys() {
        pins.put(pin);

        assertThat(pins.find(new InMemorySigner().keyId())).isEmpty();
    }

    @Test
    void refuses_a_file_that_holds_another_key_than_its_name_says() {
        var other = new InMemorySigner().pin(Sample.PRIMARY, Sample.NOW);
        pins.put(other);
        state.put(
                "pins/" + pin.keyId() + ".json", state.content("pins/" + other.keyId() + ".json"));

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> pins.find(pin.keyId()))
                .hasMessage(
                        "the pin state/pins/%s.json can't be used: it holds another key: %s",
                        pin.keyId(), other.keyId());
    }

    @Test
    void refuses_keys_on_other_curves() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp384r1"));
        var key = generator.generateKeyPair().getPublic();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pin(key, Sample.NOW, Sample.NOW, pin.kmsKey()))
                .withMessage("a pinned key must be an EC key on P-256");
    }

    @Test
    void refuses_what_is_no_key() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pin.of(new byte[] {1}, Sample.NOW, Sample.NOW, pin.kmsKey()))
                .withMessage("not an EC public key in DER");
    }
}
