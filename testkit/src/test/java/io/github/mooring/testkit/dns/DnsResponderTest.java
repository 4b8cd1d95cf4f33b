package io.github.mooring.testkit.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.ServiceUnavailableException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The name server, asked by the JDK's own client. */
class DnsResponderTest {
    private final DnsResponder responder = DnsResponder.start();

    @AfterEach
    void close() {
        responder.close();
    }

    @Test
    void answersWithServersAndTexts() throws NamingException {
        responder.add(
                DnsRecord.srv("_mongodb._tcp.a.example.com.", 60, 27017, "one.example.com."),
                DnsRecord.srv("_mongodb._tcp.a.example.com", 60, 27018, "two.example.com"),
                DnsRecord.txt("a.example.com", 60, "replica", "Set=x"));

        assertThat(ask("_mongodb._tcp.a.example.com", "SRV"))
                .containsExactlyInAnyOrder("0 5 27017 one.example.com.", "0 5 27018 two.example.com.");
        assertThat(String.join("", ask("a.example.com", "TXT")).replace(" ", "").replace("\"", ""))
                .isEqualTo("replicaSet=x");
        assertThat(responder.questions()).contains("UDP SRV _mongodb._tcp.a.example.com");
    }

    @Test
    void followsAliases() throws NamingException {
        responder.add(
                DnsRecord.cname("b.example.com", 60, "a.example.com"), DnsRecord.txt("a.example.com", 60, "text"));

        assertThat(ask("b.example.com", "TXT")).containsExactly("text");
    }

    @Test
    void longAnswersNeedTcp() throws NamingException {
        for (int i = 0; i < 30; i++) {
            responder.add(DnsRecord.srv("_mongodb._tcp.a.example.com", 60, 1000 + i, "host" + i + ".example.com"));
        }

        assertThat(ask("_mongodb._tcp.a.example.com", "SRV")).hasSize(30);
        assertThat(responder.questions())
                .containsExactly("UDP SRV _mongodb._tcp.a.example.com", "TCP SRV _mongodb._tcp.a.example.com");
    }

    @Test
    void namesThatItDoesNotKnowDoNotExist() {
        assertThatExceptionOfType(NameNotFoundException.class).isThrownBy(() -> ask("a.example.com", "TXT"));
    }

    @Test
    void refusesOnDemandAndBehavesAgain() throws NamingException {
        responder.add(DnsRecord.txt("a.example.com", 60, "text"));
        responder.misbehave(DnsFault.SERVER_FAILURE);
        assertThatExceptionOfType(ServiceUnavailableException.class).isThrownBy(() -> ask("a.example.com", "TXT"));

        responder.behave();
        assertThat(ask("a.example.com", "TXT")).containsExactly("text");
    }

    @SuppressWarnings({"BanJNDI", "JdkObsolete"
    }) // others have written it so; what it asks is on this machine, and ours
    private List<String> ask(String name, String type) throws NamingException {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        environment.put(
                Context.PROVIDER_URL, "dns://127.0.0.1:" + responder.address().getPort());
        InitialDirContext context = new InitialDirContext(environment);
        try {
            Attribute attribute =
                    context.getAttributes(name, new String[] {type}).get(type);
            List<String> values = new ArrayList<>();
            for (int i = 0; i < attribute.size(); i++) {
                values.add((String) attribute.get(i));
            }
            return values;
        } finally {
            context.close();
        }
    }
}
