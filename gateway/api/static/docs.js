const description = document.getElementById("description");

SwaggerUIBundle({
  url: description.dataset.openapi,
  domNode: description,
  deepLinking: true,
  validatorUrl: null,
});
