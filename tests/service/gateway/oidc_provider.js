// A provider of log-ins that is certified for OpenID Connect, on this machine: anybody may say
// who they are.  Its address is the one line that it prints.
import http from "node:http";
import Provider from "oidc-provider";

const [clientId, clientSecret, desk] = process.argv.slice(2);

const server = http.createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [`${desk}/login/oidc/callback`],
        post_logout_redirect_uris: [`${desk}/login`],
      },
    ],
    claims: { openid: ["sub"], profile: ["preferred_username"], email: ["email"] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, preferred_username: id.replace("employee:", "") }),
    }),
    pkce: { methods: ["S256"], required: () => true },
    cookies: { keys: ["only-for-tests"] },
  });
  server.on("request", provider.callback());
  console.log(issuer);
});
