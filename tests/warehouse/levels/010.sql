update ops.entry set reader = 'pages-1+rules-00000000+trafilatura-2.0.0' where state = 'loaded';
