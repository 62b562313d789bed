package io.sistership.kube;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// A private key in PEM. The JDK reads PKCS#8 only; kubeconfig files mostly hold the older forms,
/// which PKCS#8 wraps (RFC 5208, RFC 5915, RFC 8017).
final class PemKey {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----([^-]*)-----END");
    private static final byte[] RSA = hex("300d06092a864886f70d0101010500");
    private static final byte[] EC = hex("06072a8648ce3d0201");
    private static final byte[][] CURVES = {
        hex("06082a8648ce3d030107"), hex("06052b81040022"), hex("06052b81040023")
    };

    private PemKey() {}

    static PrivateKey parse(String pem) throws GeneralSecurityException {
        var block = BLOCK.matcher(pem);
        if (!block.find()) {
            throw new InvalidKeyException("no unencrypted private key in the PEM text");
        }
        var der = Base64.getMimeDecoder().decode(block.group(2));
        return switch (block.group(1)) {
            case "RSA PRIVATE KEY" -> key("RSA", pkcs8(RSA, der));
            case "EC PRIVATE KEY" -> key("EC", pkcs8(tagged(0x30, EC, curveOf(der)), der));
            default -> pkcs8Key(der);
        };
    }

    private static PrivateKey pkcs8Key(byte[] der) throws GeneralSecurityException {
        return key(indexOf(der, EC) >= 0 ? "EC" : indexOf(der, RSA) >= 0 ? "RSA" : "EdDSA", der);
    }

    private static PrivateKey key(String algorithm, byte[] pkcs8) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    private static byte[] pkcs8(byte[] algorithm, byte[] key) {
        return tagged(0x30, hex("020100"), algorithm, tagged(0x04, key));
    }

    private static byte[] curveOf(byte[] sec1) throws InvalidKeyException {
        for (var curve : CURVES) {
            if (indexOf(sec1, curve) >= 0) {
                return curve;
            }
        }
        throw new InvalidKeyException("the EC key's curve is none of P-256, P-384, P-521");
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        for (var start = 0; start + wanted.length <= bytes.length; start++) {
            var end = start + wanted.length;
            if (java.util.Arrays.equals(bytes, start, end, wanted, 0, wanted.length)) {
                return start;
            }
        }
        return -1;
    }

    /// DER: tag, length, the parts one after the other.
    private static byte[] tagged(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (var part : parts) {
            content.writeBytes(part);
        }
        var out = new ByteArrayOutputStream();
        out.write(tag);
        var length = content.size();
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
