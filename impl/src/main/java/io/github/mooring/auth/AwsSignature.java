package io.github.mooring.auth;

import io.github.mooring.api.auth.AwsCredentials;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature under a request to AWS's Security Token Service that the server will send in the user's name. Immutable.
 *
 * @param authorization the header of that name
 * @param date          the header X-Amz-Date
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">AWS: Create a
 *     signed request</a>
 */
record AwsSignature(String authorization, String date) {

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String HMAC = "HmacSHA256";
    private static final String DEFAULT_REGION = "us-east-1";
    private static final String BODY = "Action=GetCallerIdentity&Version=2011-06-15";
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int DAY_CHARS = 8;

    static AwsSignature of(AwsCredentials keys, String host, byte[] serverNonce, Instant now) {
        String date = DATE.format(now);
        String day = date.substring(0, DAY_CHARS);
        String scope = day + "/" + region(host) + "/sts/aws4_request";
        Map<String, String> headers = headers(keys, host, serverNonce, date);
        String signed = String.join(";", headers.keySet());
        String toSign = ALGORITHM + "\n" + date + "\n" + scope + "\n" + hex(sha256(canonical(headers, signed)));
        byte[] key = key(keys.secretAccessKey(), day, region(host), "sts");
        String authorization = ALGORITHM + " Credential=" + keys.accessKeyId() + "/" + scope + ", SignedHeaders="
                + signed + ", Signature=" + hex(hmac(key, toSign));
        return new AwsSignature(authorization, date);
    }

    /** The second label of the host; hosts that have none, and the global one, are in the first region. */
    static String region(String host) {
        String[] labels = host.split("\\.", -1);
        return host.equals("sts.amazonaws.com") || labels.length == 1 ? DEFAULT_REGION : labels[1];
    }

    static byte[] key(String secretAccessKey, String day, String region, String service) {
        byte[] key = hmac(("AWS4" + secretAccessKey).getBytes(StandardCharsets.UTF_8), day);
        return hmac(hmac(hmac(key, region), service), "aws4_request");
    }

    /** In the order of their names, as they are signed. */
    private static Map<String, String> headers(AwsCredentials keys, String host, byte[] serverNonce, String date) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("content-length", String.valueOf(BODY.length()));
        headers.put("content-type", "application/x-www-form-urlencoded");
        headers.put("host", host);
        headers.put("x-amz-date", date);
        if (keys.sessionToken() != null) {
            headers.put("x-amz-security-token", keys.sessionToken());
        }
        headers.put("x-mongodb-gs2-cb-flag", "n");
        headers.put("x-mongodb-server-nonce", Base64.getEncoder().encodeToString(serverNonce));
        return headers;
    }

    private static String canonical(Map<String, String> headers, String signed) {
        StringBuilder request = new StringBuilder("POST\n/\n\n");
        headers.forEach(
                (name, value) -> request.append(name).append(':').append(value).append('\n'));
        return request.append('\n')
                .append(signed)
                .append('\n')
                .append(hex(sha256(BODY)))
                .toString();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has " + HMAC, e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
