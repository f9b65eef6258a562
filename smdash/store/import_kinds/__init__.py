"""What a row of an import may be: one module per kind says where its rows wait and what becomes of them."""
