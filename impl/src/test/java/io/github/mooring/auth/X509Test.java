package io.github.mooring.auth;

import static io.github.mooring.auth.AuthFixture.IN_CLEAR;
import static io.github.mooring.auth.AuthFixture.OVER_TLS;
import static io.github.mooring.auth.AuthFixture.external;
import static io.github.mooring.auth.AuthFixture.raw;
import static org.assertj.core.api.Assertions.assertThat;

import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class X509Test {
    private static final String SUBJECT = "CN=client,OU=Drivers,O=MongoDB";
    private final X509 x509 = new X509();

    @Test
    void nobodyIsNamedWhereNoNameWasGiven() {
        AuthConversation talk = x509.begin(external("MONGODB-X509", "", ""), OVER_TLS);

        assertThat(talk.first()).isEqualTo(BsonDocument.parse("{authenticate: 1, mechanism: 'MONGODB-X509'}"));
        assertThat(talk.next(raw(BsonDocument.parse("{dbname: '$external', user: 'CN=x', ok: 1}"))))
                .isNull();
    }

    @Test
    void nameThatWasGivenIsSent() {
        AuthConversation talk = x509.begin(external("MONGODB-X509", SUBJECT, ""), OVER_TLS);

        assertThat(talk.first().getString("user").getValue()).isEqualTo(SUBJECT);
    }

    @Test
    void mayBeginInsideTheHandshake() {
        assertThat(x509.mayBeSpeculative(external("MONGODB-X509", "", ""))).isTrue();
    }

    @Test
    void hintNamesWhatIsMissing() {
        Credential user = external("MONGODB-X509", "", "");

        assertThat(x509.begin(user, IN_CLEAR).hint()).contains("needs TLS", "tlsCertificateKeyFile");
        assertThat(x509.begin(user, OVER_TLS).hint()).contains("client certificate", "$external");
    }
}
